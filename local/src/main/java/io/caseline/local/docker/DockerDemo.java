package io.caseline.local.docker;

import io.caseline.cli.CliException;
import io.caseline.local.docker.ComposeProject.Published;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Secrets;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Starts docker-compose.yml after a look at what would keep it from starting, and runs the demo in a container beside it. */
public final class DockerDemo {

    private final Docker docker;
    private final Home home;
    private final Consumer<String> console;

    public DockerDemo(Docker docker, Home home, Consumer<String> console) {
        this.docker = docker;
        this.home = home;
        this.console = console;
    }

    /** Returns the exit code. The system stays up. */
    public int run() throws IOException, InterruptedException {
        Engine engine = Engine.find(docker);
        ComposeProject project = ComposeProject.read(docker);
        if (project.image("salesforce-sandbox").isEmpty()) {
            throw new CliException(
                    "the demo creates its cases in the Salesforce sandbox, which this configuration leaves out");
        }
        new Images(docker, home, console, "mvn").provide(project, engine.platform());
        checkPorts(project);
        new Volumes(docker, project).check();
        console.accept("starting " + project.name() + " (a minute or two)…");
        if (docker.show("compose", "up", "--detach", "--wait", "--quiet-pull") != 0) {
            throw new CliException(new StartFailure(docker).describe());
        }
        int exit = docker.show("compose", "run", "--rm", "-T", "demo");
        console.accept("");
        console.accept("the system is still running, so that you can look around; docker compose down stops it");
        addresses(project);
        return exit;
    }

    private void checkPorts(ComposeProject project) throws IOException, InterruptedException {
        Set<Integer> ours = new HashSet<>();
        for (JsonNode container : ComposeProject.containers(docker)) {
            container
                    .at("/Publishers")
                    .forEach(port -> ours.add(port.at("/PublishedPort").asInt()));
        }
        for (Published port : project.published()) {
            if (!ours.contains(port.port()) && !Ports.isFree(port.port())) {
                throw new CliException("port %d (%s) is in use; free it, or choose another one with %s"
                        .formatted(port.port(), port.service(), port.variable()));
            }
        }
    }

    private String operatorPassword() throws IOException, InterruptedException {
        String file = "/home/caseline/secrets/operator-password";
        return docker.run("compose", "run", "--rm", "-T", "--entrypoint", "cat", "caseline", file)
                .output()
                .strip();
    }

    private void addresses(ComposeProject project) throws IOException, InterruptedException {
        console.accept(
                "  API documentation   http://127.0.0.1:%d/docs/index.html".formatted(project.port("gateway", 8400)));
        console.accept("  operators' console  http://127.0.0.1:%d/console (sign in as %s with %s)"
                .formatted(project.port("case-processor", 8409), Secrets.OPERATOR, operatorPassword()));
        console.accept(
                "  Salesforce sandbox  http://127.0.0.1:%d/".formatted(project.port("salesforce-sandbox", 8403)));
        if (project.port("grafana", 3000) > 0) {
            console.accept(
                    "  Prometheus          http://127.0.0.1:%d/alerts".formatted(project.port("prometheus", 9090)));
            console.accept("  Grafana             http://127.0.0.1:%d/".formatted(project.port("grafana", 3000)));
        }
    }
}
