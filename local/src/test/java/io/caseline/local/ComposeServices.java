package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.docker.ImageSources;
import io.caseline.local.platform.ForeignSupervisor;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Topology;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The containers of docker-compose.yml, from the images of this build, on the ports of the tested system. The commands of
 * {@code ./caseline} reach them as they reach processes: with the secrets that the containers have made.
 */
final class ComposeServices implements TestedServices {

    /** The offset of each published port from the base: that of {@code ./caseline up} where it has the port as well. */
    private static final Map<String, Integer> PORTS = Map.ofEntries(
            Map.entry("GATEWAY", 0),
            Map.entry("CASE_PROCESSOR", 1),
            Map.entry("TELLER_PROCESSOR", 2),
            Map.entry("SANDBOX", 3),
            Map.entry("REGISTRY", 4),
            Map.entry("KAFKA", 6),
            Map.entry("POSTGRES", 8),
            Map.entry("OPERATIONS", 9),
            Map.entry("GATEWAY_2", 10),
            Map.entry("CASE_PROCESSOR_2", 11),
            Map.entry("TELLER_PROCESSOR_2", 12),
            Map.entry("PROMETHEUS", 13),
            Map.entry("KAFKA_2", 16),
            Map.entry("KAFKA_3", 17),
            Map.entry("OPERATIONS_2", 19));

    private final Home home;
    private final Ports ports;
    private final Map<String, String> environment = new HashMap<>();

    /** @param environment of every command, such as {@code COMPOSE_FILE} */
    ComposeServices(Home home, Ports ports, Map<String, String> environment) {
        this.home = home;
        this.ports = ports;
        PORTS.forEach((name, offset) ->
                this.environment.put("CASELINE_" + name + "_PORT", Integer.toString(ports.base() + offset)));
        this.environment.put("COMPOSE_PROJECT_NAME", "caseline-test");
        this.environment.putAll(environment);
    }

    @Override
    public void start() throws IOException, InterruptedException {
        clear();
        CommandLineSystem.Run up = compose("up", "--detach", "--wait");
        if (up.exit() != 0) {
            throw new IllegalStateException(
                    up.output() + compose("logs", "--tail", "10").output());
        }
        connect();
    }

    /** Deletes what an earlier run has left. Fails if the engine does not have the images of this build. */
    void clear() throws IOException, InterruptedException {
        if (docker("info").exit() != 0) {
            throw new IllegalStateException("-Dcaseline.tests=containers needs a running Docker engine with Compose");
        }
        ImageSources sources = new ImageSources(home.root());
        FileTime lastChange = sources.lastChange();
        for (String image :
                new TreeSet<>(compose("config", "--images").output().lines().toList())) {
            if (image.startsWith("caseline/")
                    && (docker("image", "inspect", image).exit() != 0
                            || isOlder(sources.builtAt(image.replaceAll("caseline/|:.*", "")), lastChange))) {
                throw new IllegalStateException(
                        "there is no image %s of these sources; add -Pimages -Dimage.goal=dockerBuild to build it"
                                .formatted(image));
            }
        }
        home.delete();
        succeed(compose("--profile", "*", "down", "--volumes"));
    }

    private static boolean isOlder(Optional<FileTime> built, FileTime change) {
        return built.isEmpty() || built.get().compareTo(change) < 0;
    }

    /** Lets the commands of {@code ./caseline} use the containers. */
    void connect() throws IOException, InterruptedException {
        Files.createDirectories(home.directory());
        succeed(compose("cp", "secrets:/home/caseline/secrets", home.directory().toString()));
        ForeignSupervisor.record(home, ports);
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        succeed(compose("--profile", "*", "down", "--volumes"));
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

    /**
     * Ends the first process of a container as the kernel does when memory is short. Compose's own kill counts as stopped by
     * hand, after which a container is not started again.
     */
    void kill(String service) throws IOException, InterruptedException {
        String restarts = inspect(service, "{{.RestartCount}}");
        succeed(docker(
                "run",
                "--rm",
                "--pid",
                "host",
                "--user",
                "0:0",
                "--network",
                "none",
                "--entrypoint",
                "bash",
                inspect(service, "{{.Config.Image}}"),
                "-c",
                "kill -9 " + inspect(service, "{{.State.Pid}}")));
        Awaitility.await(service + " is started again")
                .atMost(Duration.ofMinutes(3))
                .until(() -> !inspect(service, "{{.RestartCount}}").equals(restarts)
                        && inspect(service, "{{.State.Health.Status}}").equals("healthy"));
    }

    /** What Docker knows of a service's container, in Docker's template language. */
    String inspect(String service, String format) throws IOException, InterruptedException {
        String container = compose("ps", "--all", "--quiet", service).output().strip();
        CommandLineSystem.Run inspect = docker("inspect", "--format", format, container);
        succeed(inspect);
        return inspect.output().strip();
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

    @Override
    public Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    private static void succeed(CommandLineSystem.Run run) {
        assertThat(run.exit()).as(run.output()).isZero();
    }

    CommandLineSystem.Run compose(String... arguments) throws IOException, InterruptedException {
        return docker(Stream.concat(Stream.of("compose"), Stream.of(arguments)).toArray(String[]::new));
    }

    CommandLineSystem.Run docker(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(new File("..")).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return new CommandLineSystem.Run(process.waitFor(), output);
        } catch (IOException e) {
            throw new IOException("-Dcaseline.tests=containers needs the command docker", e);
        }
    }
}
