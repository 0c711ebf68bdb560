package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What runs in a home, as another process sees it. */
public final class RunningPlatform {

    static final String SUPERVISOR = "supervisor";

    /** The supervisor has three layers to stop, each with its own patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String READY = "ready";

    private final Home home;

    private RunningPlatform(Home home) {
        this.home = home;
    }

    public static RunningPlatform of(Home home) {
        return new RunningPlatform(home);
    }

    public Optional<ProcessHandle> supervisor() {
        return PidRecord.read(home, SUPERVISOR).flatMap(PidRecord::process);
    }

    /** Whether the supervisor said that everything answers. */
    public boolean isReady() {
        return supervisor().isPresent() && Files.exists(home.run(READY));
    }

    /** The process of a part that runs. */
    public Optional<ProcessHandle> part(Ports.Port port) {
        return PidRecord.read(home, port.toString()).flatMap(PidRecord::process);
    }

    void markReady() throws IOException {
        Files.writeString(home.run(READY), "");
    }

    CliException alreadyUp() {
        return new CliException("this system is already up%s; see ./caseline status"
                .formatted(supervisor()
                        .map(process -> " (pid " + process.pid() + ")")
                        .orElse("")));
    }

    /**
     * Stops the supervisor, which stops its parts, and then whatever is left.
     *
     * @return whether anything ran
     */
    public boolean stop(Consumer<String> console) throws IOException, InterruptedException {
        Optional<PidRecord> supervisor = PidRecord.read(home, SUPERVISOR)
                .filter(record -> record.process().isPresent());
        if (supervisor.isEmpty()) {
            return stopLeftovers(console);
        }
        supervisor.get().process().ifPresent(ProcessHandle::destroy);
        if (!ProcessStopper.gone(List.of(supervisor.get()), PATIENCE)) {
            supervisor.get().process().ifPresent(ProcessHandle::destroyForcibly);
        }
        stopLeftovers(console);
        return true;
    }

    /**
     * Makes sure that a system can start here.
     *
     * @throws CliException if one runs already, the disk is full, or a port is taken
     */
    void clearTheWay(Ports ports, Consumer<String> console) throws IOException, InterruptedException {
        if (supervisor().isPresent()) {
            throw alreadyUp();
        }
        DiskSpace.check(home.directory());
        stopLeftovers(console);
        ports.checkFree();
    }

    /**
     * Stops what a killed supervisor left behind, applications first.
     *
     * @return whether there was any
     */
    public boolean stopLeftovers(Consumer<String> console) throws IOException, InterruptedException {
        Files.deleteIfExists(home.run(READY));
        List<PidRecord> left = PidRecord.all(home).stream()
                .filter(record ->
                        !record.name().equals(SUPERVISOR) && record.process().isPresent())
                .toList();
        for (PidRecord record : left) {
            console.accept("stopping %s (pid %d), left over from a run that was killed"
                    .formatted(record.name(), record.pid()));
        }
        ProcessStopper.stop(home, left);
        return !left.isEmpty();
    }

    /** How each part is, as its process and its port tell. */
    public List<Status> status() throws IOException, InterruptedException {
        List<Status> result = new ArrayList<>();
        for (List<Service> layer :
                Topology.whole(home, Ports.remembered(home)).layers().reversed()) {
            for (Service part : layer) {
                result.add(status(part));
            }
        }
        return result;
    }

    private Status status(Service part) throws IOException, InterruptedException {
        Optional<PidRecord> record =
                PidRecord.read(home, part.name()).filter(some -> some.process().isPresent());
        if (record.isEmpty()) {
            return new Status(part.name(), "down", part.port(), OptionalLong.empty(), Duration.ZERO);
        }
        return new Status(
                part.name(),
                part.answers() ? "up" : "not ready",
                part.port(),
                OptionalLong.of(record.get().pid()),
                Duration.between(record.get().began(), Instant.now()));
    }

    /** How one part is. */
    public record Status(String part, String state, int port, OptionalLong pid, Duration uptime) {}
}
