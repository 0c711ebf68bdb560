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

/** The processes of a home, as another process sees them. */
public final class RunningPlatform {

    static final String SUPERVISOR = "supervisor";

    /** The supervisor stops three layers, each with a timeout of its own. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(90);

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

    /** Whether all services have been ready since the start. */
    public boolean isReady() {
        return supervisor().isPresent() && Files.exists(home.run(READY));
    }

    /** The process of a running service. */
    public Optional<ProcessHandle> service(Ports.Port port) {
        return PidRecord.read(home, port.toString()).flatMap(PidRecord::process);
    }

    void markReady() throws IOException {
        Files.writeString(home.run(READY), "");
    }

    CliException alreadyRunning() {
        return new CliException("this system is already up%s; see ./caseline status"
                .formatted(supervisor()
                        .map(process -> " (pid " + process.pid() + ")")
                        .orElse("")));
    }

    /**
     * Stops the supervisor, which stops its services, and then any leftovers.
     *
     * @return whether anything was running
     */
    public boolean stop(Consumer<String> console) throws IOException, InterruptedException {
        Optional<PidRecord> supervisor = PidRecord.read(home, SUPERVISOR)
                .filter(record -> record.process().isPresent());
        if (supervisor.isEmpty()) {
            return stopLeftovers(console);
        }
        supervisor.get().process().ifPresent(ProcessHandle::destroy);
        if (!ProcessStopper.awaitEnd(List.of(supervisor.get()), STOP_TIMEOUT)) {
            supervisor.get().process().ifPresent(ProcessHandle::destroyForcibly);
        }
        stopLeftovers(console);
        return true;
    }

    /**
     * Checks that a platform can start here.
     *
     * @throws CliException if one is running already, the disk is full, or a port is in use
     */
    void prepareStart(Ports ports, Consumer<String> console) throws IOException, InterruptedException {
        if (supervisor().isPresent()) {
            throw alreadyRunning();
        }
        DiskSpace.check(home.directory());
        stopLeftovers(console);
        ports.checkFree();
    }

    /**
     * Stops the services that a killed supervisor has left behind, applications first.
     *
     * @return whether there were any
     */
    public boolean stopLeftovers(Consumer<String> console) throws IOException, InterruptedException {
        Files.deleteIfExists(home.run(READY));
        List<PidRecord> left = PidRecord.all(home).stream()
                .filter(record ->
                        !record.name().equals(SUPERVISOR) && record.process().isPresent())
                .toList();
        for (PidRecord record : left) {
            console.accept("stopping %s (pid %d), left over from a killed run".formatted(record.name(), record.pid()));
        }
        ProcessStopper.stop(home, left);
        return !left.isEmpty();
    }

    /** The state of each service. */
    public List<Status> status() throws IOException, InterruptedException {
        List<Status> result = new ArrayList<>();
        for (List<Service> layer :
                Topology.complete(home, Ports.remembered(home)).layers().reversed()) {
            for (Service service : layer) {
                result.add(status(service));
            }
        }
        return result;
    }

    private Status status(Service service) throws IOException, InterruptedException {
        Optional<ProcessHandle> process = PidRecord.read(home, service.name()).flatMap(PidRecord::process);
        if (process.isEmpty()) {
            return new Status(service.name(), "down", service.port(), OptionalLong.empty(), Duration.ZERO);
        }
        return new Status(
                service.name(),
                service.isReady() ? "up" : "not ready",
                service.port(),
                OptionalLong.of(process.get().pid()),
                process.get()
                        .info()
                        .startInstant()
                        .map(start -> Duration.between(start, Instant.now()))
                        .orElse(Duration.ZERO));
    }

    /** The state of a service. */
    public record Status(String service, String state, int port, OptionalLong pid, Duration uptime) {}
}
