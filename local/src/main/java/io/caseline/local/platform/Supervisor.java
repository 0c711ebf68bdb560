package io.caseline.local.platform;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
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

/** Starts the parts layer by layer, watches them, and stops them in the opposite order. */
public final class Supervisor {

    private final Home home;
    private final Ports ports;
    private final Topology lineup;
    private final Consumer<String> console;
    private final LogWatch warnings;
    private final List<ServiceProcess> children = new ArrayList<>();
    private final Map<String, Service> parts = new ConcurrentHashMap<>();

    /** Completes with a sentence about the first part that did not start, or that died. */
    private final CompletableFuture<String> trouble = new CompletableFuture<>();

    private volatile boolean stopping;
    private @Nullable FileChannel lock;

    public Supervisor(Home home, Ports ports, Consumer<String> console) {
        this(home, ports, Topology.whole(home, ports), console);
    }

    public Supervisor(Home home, Ports ports, Topology lineup, Consumer<String> console) {
        this(home, ports, lineup, console, console);
    }

    /** @param warnings gets what the parts warn of in their logs */
    public Supervisor(Home home, Ports ports, Topology lineup, Consumer<String> console, Consumer<String> warnings) {
        this.home = home;
        this.ports = ports;
        this.console = console;
        this.lineup = lineup;
        this.warnings = new LogWatch(warnings);
    }

    /**
     * Starts everything and returns when everything answers.
     *
     * @throws CliException if this home runs already, a port is taken, the disk is full, or a part does not come up
     */
    public void start() throws IOException, InterruptedException {
        takeLock();
        RunningPlatform.of(home).clearTheWay(ports, console);
        ports.remember(home);
        PidRecord.of(RunningPlatform.SUPERVISOR, ProcessHandle.current()).write(home);
        warnings.start();
        console.accept("starting on ports %d to %d of 127.0.0.1, data in %s"
                .formatted(ports.base(), ports.of(Ports.Port.POSTGRES), home.directory()));
        for (List<Service> layer : lineup.layers()) {
            startSideBySide(layer);
        }
        RunningPlatform.of(home).markReady();
    }

    /** Waits until a part dies, and tells which and with what words. */
    public String awaitDeath() {
        return trouble.join();
    }

    /** @throws CliException with its last words, if a part has died */
    public void checkAlive() {
        if (trouble.isDone()) {
            throw new CliException(awaitDeath());
        }
    }

    /**
     * Starts one application more, or one of the lineup again after its end, and returns when it answers.
     *
     * @param heap such as {@code 256m}
     * @param settings environment variables on top of those that it gets anyway
     * @throws CliException if it does not come up
     */
    public void start(Ports.Port application, String heap, Map<String, String> settings) {
        startSideBySide(List.of(lineup.application(application, heap, settings)));
    }

    /** Stops one part, as an operator would, and returns when it is gone. */
    public void stop(Ports.Port part) throws IOException, InterruptedException {
        List<ServiceProcess> chosen;
        synchronized (children) {
            chosen = children.stream()
                    .filter(child -> child.record().name().equals(part.toString()))
                    .toList();
            children.removeAll(chosen);
        }
        chosen.forEach(ServiceProcess::expectEnd);
        ProcessStopper.stop(home, chosen.stream().map(ServiceProcess::record).toList());
    }

    /** What {@link #awaitDeath()} would say, if there is anything to say by now. */
    public Optional<String> death() {
        return Optional.ofNullable(trouble.getNow(null));
    }

    /** Ends a part as {@code kill -9} does, and all processes that it started. */
    public void kill(String part) throws InterruptedException {
        ServiceProcess child = child(part);
        synchronized (children) {
            children.remove(child);
        }
        child.kill();
    }

    /** Starts a part again that was killed, and returns when it answers. */
    public void revive(String part) throws IOException, InterruptedException {
        Optional<ServiceProcess> child = startUnlessStopping(Objects.requireNonNull(parts.get(part), part));
        if (child.isPresent()) {
            child.get().awaitAnswer();
        }
    }

    /** The id of a part's process. */
    public long pid(String part) {
        return child(part).record().pid();
    }

    private ServiceProcess child(String part) {
        synchronized (children) {
            return children.stream()
                    .filter(child -> child.record().name().equals(part))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(part + " does not run"));
        }
    }

    /** However this JVM ends, short of a kill -9, its children end first. */
    public void stopOnExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    }

    /** Stops whatever runs; nothing starts after that. */
    public synchronized void stop() {
        List<ServiceProcess> running;
        synchronized (children) {
            if (stopping) {
                return;
            }
            stopping = true;
            running = List.copyOf(children);
        }
        try {
            warnings.stop();
            if (!running.isEmpty()) {
                console.accept("stopping");
            }
            ProcessStopper.stop(
                    home, running.stream().map(ServiceProcess::record).toList());
            ProcessHandle.current().children().forEach(ProcessHandle::destroy); // preparations under way
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

    private void startSideBySide(List<Service> layer) {
        var starts = layer.stream()
                .map(part -> CompletableFuture.runAsync(() -> startOrTell(part), Thread::startVirtualThread))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.anyOf(CompletableFuture.allOf(starts), trouble).join();
        if (stopping || trouble.isDone()) {
            throw new CliException(awaitDeath()); // while stopping this waits for the end of this JVM, which has begun
        }
    }

    private void startOrTell(Service part) {
        long began = System.nanoTime();
        try {
            parts.put(part.name(), part);
            ServiceProcess.turnLog(home.log(part.name()));
            warnings.follow(part.name(), home.log(part.name()));
            Optional<ServiceProcess> child = startUnlessStopping(part);
            if (child.isPresent()) {
                child.get().awaitAnswer();
                console.accept(String.format(
                        Locale.ROOT,
                        "  %-19s up in %4.1f s  127.0.0.1:%d",
                        part.name(),
                        Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0,
                        part.port()));
            }
        } catch (CliException e) {
            tell(e.getMessage());
        } catch (IOException | InterruptedException | RuntimeException e) {
            LoggerFactory.getLogger(Supervisor.class).error("{} did not start", part.name(), e);
            tell("%s did not start: %s".formatted(part.name(), e.getMessage()));
        }
    }

    private Optional<ServiceProcess> startUnlessStopping(Service part) throws IOException, InterruptedException {
        part.prepare();
        synchronized (children) {
            if (stopping) {
                return Optional.empty();
            }
            ServiceProcess child = ServiceProcess.start(part, home, this::tell);
            children.add(child);
            return Optional.of(child);
        }
    }

    private void tell(String sentence) {
        if (!stopping) {
            trouble.complete(sentence);
        }
    }

    private void takeLock() throws IOException {
        lock = FileChannel.open(home.run("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock.tryLock() == null) {
            lock.close();
            lock = null;
            throw RunningPlatform.of(home).alreadyUp();
        }
    }
}
