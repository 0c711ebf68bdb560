package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.platform.ForeignSupervisor;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Topology;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The containers of docker-compose.yml, from the images of this build, on the ports of the tested system. The commands of
 * {@code ./caseline} reach them as they reach processes: with the secrets that the containers have made.
 */
final class ComposeServices implements TestedServices {

    private static final Map<Port, String> VARIABLES = Map.of(
            Port.GATEWAY, "CASELINE_GATEWAY_PORT",
            Port.CASE_PROCESSOR, "CASELINE_CASE_PROCESSOR_PORT",
            Port.TELLER_PROCESSOR, "CASELINE_TELLER_PROCESSOR_PORT",
            Port.SALESFORCE_SANDBOX, "CASELINE_SANDBOX_PORT",
            Port.REGISTRY, "CASELINE_REGISTRY_PORT",
            Port.KAFKA, "CASELINE_KAFKA_PORT",
            Port.POSTGRES, "CASELINE_POSTGRES_PORT",
            Port.CASE_OPERATIONS, "CASELINE_OPERATIONS_PORT");

    private final Home home;
    private final Ports ports;

    ComposeServices(Home home, Ports ports) {
        this.home = home;
        this.ports = ports;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        if (docker("info").exit() != 0) {
            throw new IllegalStateException("-Dcaseline.tests=containers needs a running Docker engine with Compose");
        }
        for (String image :
                new TreeSet<>(compose("config", "--images").output().lines().toList())) {
            if (image.startsWith("caseline/")
                    && docker("image", "inspect", image).exit() != 0) {
                throw new IllegalStateException(
                        "there is no image %s; add -Pimages -Dimage.goal=dockerBuild to build it".formatted(image));
            }
        }
        home.delete();
        succeed(compose("down", "--volumes"));
        CommandLineSystem.Run up = compose("up", "--detach", "--wait");
        if (up.exit() != 0) {
            throw new IllegalStateException(
                    up.output() + compose("logs", "--tail", "10").output());
        }
        Files.createDirectories(home.directory());
        succeed(compose("cp", "secrets:/home/caseline/secrets", home.directory().toString()));
        ForeignSupervisor.record(home, ports);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        succeed(compose("down", "--volumes"));
        assertThat(compose("ps", "--all", "--quiet").output()).isEmpty();
    }

    @Override
    public void pause(String service) throws IOException, InterruptedException {
        succeed(compose("pause", service));
    }

    @Override
    public void resume(String service) throws IOException, InterruptedException {
        succeed(compose("unpause", service));
    }

    @Override
    public Map<String, String> logs() throws IOException, InterruptedException {
        Map<String, String> logs = new LinkedHashMap<>();
        for (String service : Set.copyOf(Topology.names())) {
            logs.put(
                    service,
                    compose("logs", "--no-color", "--no-log-prefix", service).output());
        }
        return logs;
    }

    private static void succeed(CommandLineSystem.Run run) {
        assertThat(run.exit()).as(run.output()).isZero();
    }

    private CommandLineSystem.Run compose(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("compose", "--project-name", "caseline-story"));
        all.addAll(List.of(arguments));
        return docker(all.toArray(String[]::new));
    }

    private CommandLineSystem.Run docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("..")).redirectErrorStream(true);
        VARIABLES.forEach((port, variable) -> builder.environment().put(variable, Integer.toString(ports.of(port))));
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new CommandLineSystem.Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new IOException("-Dcaseline.tests=containers needs the command docker", e);
        }
    }
}
