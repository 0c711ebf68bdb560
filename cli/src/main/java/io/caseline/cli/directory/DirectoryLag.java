package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** The consumer lag of teller-processor on the directory topic. */
public final class DirectoryLag {

    /** Of the directory listener. */
    private static final String GROUP = "teller-directory";

    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 200;

    private final KafkaConnection kafka;
    private final Map<TopicPartition, Long> ends;

    /** @param ends end offset of each partition */
    DirectoryLag(KafkaConnection kafka, Map<TopicPartition, Long> ends) {
        this.kafka = kafka;
        this.ends = ends;
    }

    /**
     * Waits until teller-processor has committed all offsets.
     *
     * @param progress gets the number of remaining records whenever it has decreased
     * @throws CliException if it does not decrease for a minute
     */
    public void awaitZero(LongConsumer progress) throws InterruptedException {
        awaitZero(progress, STALL_TIMEOUT);
    }

    void awaitZero(LongConsumer progress, Duration stallTimeout) throws InterruptedException {
        try (Admin admin = kafka.admin()) {
            long before = Long.MAX_VALUE;
            long since = System.nanoTime();
            for (long left = left(admin); left > 0; left = left(admin)) {
                if (left < before) {
                    before = left;
                    since = System.nanoTime();
                    progress.accept(left);
                } else if (System.nanoTime() - since > stallTimeout.toNanos()) {
                    throw new CliException(
                            ("the directory is in Kafka, but teller-processor has read nothing for %d s, with"
                                            + " %d records left; check whether it is running")
                                    .formatted(stallTimeout.toSeconds(), left));
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new CliException("Kafka did not return the offsets of teller-processor: " + e.getCause(), e);
        }
    }

    private long left(Admin admin) throws ExecutionException, InterruptedException {
        var read = admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get();
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var position = read.get(end.getKey());
                    return Math.max(0, end.getValue() - (position == null ? 0 : position.offset()));
                })
                .sum();
    }
}
