package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.platform.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The processes that {@code ./caseline up} starts. */
final class ProcessServices implements TestedServices {

    private final Path home;
    private final Map<String, String> environment;
    private final CommandLineSystem system;

    ProcessServices(Home home, Map<String, String> environment, CommandLineSystem system) {
        this.home = home.directory();
        this.environment = environment;
        this.system = system;
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public void start() throws IOException, InterruptedException {
        assertThat(system.caseline("reset", "--yes").exit()).isZero();

        var up = system.caseline("up", "-d");

        assertThat(up.output()).contains("gateway", "case-processor", "teller-processor", "everything is up");
        assertThat(up.exit()).isZero();
        assertThat(system.caseline("status").exit()).isZero();
    }

    @Override
    public void stop() throws IOException, InterruptedException {
        var supervisorAndServices = processes();
        var down = system.caseline("down");

        assertThat(down.output()).isEqualTo("everything is stopped\n");
        assertThat(supervisorAndServices).hasSize(8);
        Awaitility.await("init has reaped the supervisor")
                .untilAsserted(() -> assertThat(supervisorAndServices).noneMatch(ProcessHandle::isAlive));
        assertThat(processes()).isEmpty();
    }

    @Override
    public void pause(String service) throws IOException, InterruptedException {
        signal("STOP", service);
    }

    @Override
    public void resume(String service) throws IOException, InterruptedException {
        signal("CONT", service);
    }

    private void signal(String signal, String service) throws IOException, InterruptedException {
        long pid = pid(home.resolve("run").resolve(service + ".pid"));
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public Map<String, String> logs() throws IOException {
        Map<String, String> logs = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(home.resolve("logs"))) {
            for (Path log : files.toList()) {
                logs.put(
                        log.getFileName().toString().replaceFirst("\\.log$", ""),
                        Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        return logs;
    }

    /** The supervisor and its services that are recorded and alive. */
    private List<ProcessHandle> processes() throws IOException {
        try (Stream<Path> records = Files.list(home.resolve("run"))) {
            return records.filter(file -> file.toString().endsWith(".pid"))
                    .map(ProcessServices::pid)
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }

    private static long pid(Path record) {
        try {
            return Long.parseLong(Files.readAllLines(record).getFirst().substring("pid=".length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
