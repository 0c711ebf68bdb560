package io.caseline.local.platform;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Ends processes: politely, and after a while not politely. */
final class ProcessStopper {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 50;

    private ProcessStopper() {}

    /** Ends the applications first, then what they need, and returns once all are gone. */
    static void stop(Home home, Collection<PidRecord> records) throws IOException, InterruptedException {
        for (List<Ports.Port> layer : Topology.LAYERS.reversed()) {
            stopSideBySide(
                    home,
                    records.stream()
                            .filter(record -> layer.stream().anyMatch(port -> isInstance(record.name(), port)))
                            .toList());
        }
    }

    private static boolean isInstance(String name, Ports.Port module) {
        return name.equals(module.toString()) || name.startsWith(module + "-");
    }

    private static void stopSideBySide(Home home, List<PidRecord> records) throws IOException, InterruptedException {
        for (PidRecord record : records) {
            askToStop(record);
        }
        if (!gone(records, PATIENCE)) {
            records.forEach(record -> record.process().ifPresent(ProcessHandle::destroyForcibly));
            gone(records, PATIENCE);
        }
        for (PidRecord record : records) {
            record.delete(home);
        }
    }

    private static void askToStop(PidRecord record) throws IOException, InterruptedException {
        var process = record.process();
        if (process.isEmpty()) {
            return;
        }
        if (record.name().equals(Ports.Port.POSTGRES.toString())) {
            // PostgreSQL takes TERM as "when the last client has gone", and INT as "now"
            new ProcessBuilder(List.of("kill", "-INT", Long.toString(record.pid())))
                    .start()
                    .waitFor();
            return;
        }
        process.get().destroy();
    }

    static boolean gone(Collection<PidRecord> records, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (records.stream().anyMatch(record -> record.process().isPresent())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_MILLIS);
        }
        return true;
    }
}
