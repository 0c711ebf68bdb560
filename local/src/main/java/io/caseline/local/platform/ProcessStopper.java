package io.caseline.local.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Stops processes gracefully, and kills them after a timeout. */
final class ProcessStopper {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private ProcessStopper() {}

    /** Stops the applications first, then what they need. Returns when all have ended. */
    static void stop(Home home, Collection<PidRecord> records) throws IOException, InterruptedException {
        for (List<Ports.Port> layer : Topology.LAYERS.reversed()) {
            stopLayer(
                    home,
                    records.stream()
                            .filter(record -> layer.stream().anyMatch(port -> isInstance(record.name(), port)))
                            .toList());
        }
    }

    private static boolean isInstance(String name, Ports.Port module) {
        return name.equals(module.toString()) || name.startsWith(module + "-");
    }

    private static void stopLayer(Home home, List<PidRecord> records) throws IOException, InterruptedException {
        for (PidRecord record : records) {
            requestStop(record);
        }
        if (!awaitEnd(records, TIMEOUT)) {
            records.forEach(record -> record.process().ifPresent(ProcessHandle::destroyForcibly));
            awaitEnd(records, TIMEOUT);
        }
        for (PidRecord record : records) {
            record.delete(home);
        }
    }

    private static void requestStop(PidRecord record) throws IOException, InterruptedException {
        var process = record.process();
        if (process.isEmpty()) {
            return;
        }
        if (record.name().equals(Ports.Port.POSTGRES.toString())) {
            // PostgreSQL waits for its clients at TERM, and not at INT
            new ProcessBuilder(List.of("kill", "-INT", Long.toString(record.pid())))
                    .start()
                    .waitFor();
            return;
        }
        process.get().destroy();
    }

    static boolean awaitEnd(Collection<PidRecord> records, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (records.stream().anyMatch(record -> record.process().isPresent())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
