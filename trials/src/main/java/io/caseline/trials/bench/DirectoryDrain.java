package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import io.caseline.schemas.Topic;
import io.caseline.trials.bench.Drain.Drained;
import io.caseline.trials.bench.Drain.Window;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Measures how fast teller-processor reads the directory topic, from its first commit to its last. */
final class DirectoryDrain {
    private static final String GROUP = "teller-directory";
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 200;

    private final MeasuredService processor;
    private final KafkaConnection kafka;

    DirectoryDrain(MeasuredService processor, KafkaConnection kafka) {
        this.processor = processor;
        this.kafka = kafka;
    }

    /** Returns when all entries are read; the processor keeps running. */
    Drained run(int entries, HeapWatch heap) throws InterruptedException {
        ServerCpu cpu = ServerCpu.of(processor.pid());
        Window window = new Window(1, cpu, System::nanoTime);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            int read = 0;
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (read < entries) {
                int now = read(admin);
                if (now > read) {
                    read = now;
                    window.arrived(read);
                    heap.arrived(read);
                    deadline = System.nanoTime() + TIMEOUT.toNanos();
                }
                processor.checkAlive();
                if (System.nanoTime() > deadline) {
                    throw new CliException("nothing was read from %s for %d s, with %d of %d entries read"
                            .formatted(Topic.Names.TELLERS_DIRECTORY, TIMEOUT.toSeconds(), read, entries));
                }
                Thread.sleep(POLL_MILLIS);
            }
            return window.drained();
        } catch (ExecutionException e) {
            throw new CliException("Kafka did not return the offsets of teller-processor: " + e.getCause(), e);
        }
    }

    /** The entries are written outside of transactions, so a position is the number of entries before it. */
    private static int read(Admin admin) throws ExecutionException, InterruptedException {
        return (int) admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(position -> position.getKey().topic().equals(Topic.Names.TELLERS_DIRECTORY))
                .mapToLong(position ->
                        position.getValue() == null ? 0 : position.getValue().offset())
                .sum();
    }
}
