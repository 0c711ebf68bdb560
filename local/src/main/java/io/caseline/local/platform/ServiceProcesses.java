package io.caseline.local.platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The running services of a supervisor. Once closed it starts no more. */
final class ServiceProcesses {

    private final Home home;
    private final List<ServiceProcess> running = new ArrayList<>();
    private volatile boolean closed;

    ServiceProcesses(Home home) {
        this.home = home;
    }

    /**
     * Starts a service, unless closed.
     *
     * @param onDeath gets a message if the process ends unexpectedly
     */
    Optional<ServiceProcess> start(Service service, Consumer<String> onDeath) throws IOException, InterruptedException {
        service.prepare();
        synchronized (running) {
            if (closed) {
                return Optional.empty();
            }
            ServiceProcess process = ServiceProcess.start(service, home, onDeath);
            running.add(process);
            return Optional.of(process);
        }
    }

    ServiceProcess get(String service) {
        return find(service).orElseThrow(() -> new IllegalStateException(service + " is not running"));
    }

    /** Removes the process of a service, if it is running. */
    Optional<ServiceProcess> remove(String service) {
        synchronized (running) {
            Optional<ServiceProcess> process = find(service);
            process.ifPresent(running::remove);
            return process;
        }
    }

    /** Starts nothing from now on. Returns what is running; nothing if closed already. */
    List<ServiceProcess> close() {
        synchronized (running) {
            List<ServiceProcess> left = closed ? List.of() : List.copyOf(running);
            closed = true;
            return left;
        }
    }

    boolean isClosed() {
        return closed;
    }

    private Optional<ServiceProcess> find(String service) {
        synchronized (running) {
            return running.stream()
                    .filter(process -> process.record().name().equals(service))
                    .findFirst();
        }
    }
}
