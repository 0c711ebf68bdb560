package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Starts services layer by layer, watches them, and stops them in reverse order. */
public final class Supervisor {

    private final Home home;
    private final Ports ports;
    private final Topology topology;
    private final Consumer<String> console;
    private final LogWatch warnings;
    private final ServiceProcesses processes;
    private final Map<String, Service> services = new ConcurrentHashMap<>();

    /** Completes with a message about the first service that did not start or that died. */
    private final CompletableFuture<String> failure = new CompletableFuture<>();

    private @Nullable HomeLock lock;

    public Supervisor(Home home, Ports ports, Topology topology, Consumer<String> console) {
        this(home, ports, topology, console, console);
    }

    /** @param warnings gets the warnings in the logs of the services */
    public Supervisor(Home home, Ports ports, Topology topology, Consumer<String> console, Consumer<String> warnings) {
        this.home = home;
        this.ports = ports;
        this.topology = topology;
        this.console = console;
        this.warnings = new LogWatch(warnings);
        this.processes = new ServiceProcesses(home);
    }

    /**
     * Starts everything and returns when all services are ready.
     *
     * @throws CliException if this home is running already, a port is taken, the disk is full, or a service does not start
     */
    public void start() throws IOException, InterruptedException {
        lock = HomeLock.take(home);
        RunningPlatform.of(home).prepareStart(ports, console);
        ports.remember(home);
        PidRecord.of(RunningPlatform.SUPERVISOR, ProcessHandle.current()).write(home);
        warnings.start();
        new LogRotation(home, console).start();
        console.accept("starting on ports %d to %d of 127.0.0.1, data in %s"
                .formatted(ports.base(), ports.last(), home.directory()));
        for (List<Service> layer : topology.layers()) {
            startAll(layer);
        }
        RunningPlatform.of(home).markReady();
    }

    /**
     * Starts one more application, or one of the topology again, and returns when it is ready.
     *
     * @param jvmOptions in addition to the usual ones
     * @param settings environment variables in addition to the usual ones
     * @throws CliException if it does not start
     */
    public void start(Ports.Port application, List<String> jvmOptions, Map<String, String> settings) {
        startAll(List.of(topology.application(application, jvmOptions, settings)));
    }

    /** Waits until a service dies. Returns a message with the end of its log. */
    public String awaitDeath() {
        return failure.join();
    }

    /** What {@link #awaitDeath()} returns, if a service has died. */
    public Optional<String> death() {
        return Optional.ofNullable(failure.getNow(null));
    }

    /** @throws CliException if a service has died */
    public void checkAlive() {
        death().ifPresent(message -> {
            throw new CliException(message);
        });
    }

    /** Stops a service gracefully and returns when its process has ended. */
    public void stop(String service) throws IOException, InterruptedException {
        Optional<ServiceProcess> process = processes.remove(service);
        process.ifPresent(ServiceProcess::expectEnd);
        ProcessStopper.stop(home, process.map(ServiceProcess::record).stream().toList());
    }

    /** Ends a service as {@code kill -9} does, with all processes that it started. */
    public void kill(String service) throws InterruptedException {
        ServiceProcess process = processes.get(service);
        processes.remove(service);
        process.kill();
    }

    /** Starts a killed service again and returns when it is ready. */
    public void restart(String service) throws IOException, InterruptedException {
        Optional<ServiceProcess> process =
                processes.start(Objects.requireNonNull(services.get(service), service), this::fail);
        if (process.isPresent()) {
            process.get().awaitReady();
        }
    }

    /** The process id of a service. */
    public long pid(String service) {
        return processes.get(service).record().pid();
    }

    /** Stops all services when this JVM exits, unless it is killed. */
    public void stopOnExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /** Stops all services; nothing can be started after that. */
    public synchronized void stop() {
        if (processes.isClosed()) {
            return;
        }
        List<ServiceProcess> running = processes.close();
        try {
            warnings.stop();
            if (!running.isEmpty()) {
                console.accept("stopping");
            }
            ProcessStopper.stop(
                    home, running.stream().map(ServiceProcess::record).toList());
            ProcessHandle.current().children().forEach(ProcessHandle::destroy); // preparations of services
            if (lock != null) {
                PidRecord.of(RunningPlatform.SUPERVISOR, ProcessHandle.current())
                        .delete(home);
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAll(List<Service> layer) {
        var starts = layer.stream()
                .map(service -> CompletableFuture.runAsync(() -> startAndReport(service), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.anyOf(CompletableFuture.allOf(starts), failure).join();
        if (processes.isClosed() || failure.isDone()) {
            throw new CliException(awaitDeath()); // while stopping, this blocks until the JVM has exited
        }
    }

    private void startAndReport(Service service) {
        long start = System.nanoTime();
        try {
            services.put(service.name(), service);
            LogRotation.beginNew(home.log(service.name()));
            warnings.follow(service.name(), home.log(service.name()));
            Optional<ServiceProcess> process = processes.start(service, this::fail);
            if (process.isPresent()) {
                process.get().awaitReady();
                console.accept(String.format(
                        Locale.ROOT,
                        "  %-19s up in %4.1f s  127.0.0.1:%d",
                        service.name(),
                        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0,
                        service.port()));
            }
        } catch (CliException e) {
            fail(e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            LoggerFactory.getLogger(Supervisor.class).error("{} did not start", service.name(), e);
            fail("%s did not start: %s".formatted(service.name(), e.getMessage()));
        }
    }

    private void fail(String message) {
        if (!processes.isClosed()) {
            failure.complete(message);
        }
    }
}
