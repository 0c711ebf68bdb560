package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

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
            while (before > 0) {
                String stalled;
                try {
                    long left = left(admin);
                    if (left < before) {
                        before = left;
                        since = System.nanoTime();
                        if (left > 0) {
                            progress.accept(left);
                        }
                    }
                    stalled =
                            "teller-processor has read nothing for %d s, with %d records left; check whether it is running"
                                    .formatted(stallTimeout.toSeconds(), left);
                } catch (RetriableException e) {
                    stalled = "Kafka did not return the offsets of teller-processor: " + e.getMessage();
                }
                if (before > 0) {
                    if (System.nanoTime() - since > stallTimeout.toNanos()) {
                        throw new CliException("the directory is in Kafka, but " + stalled);
                    }
                    Thread.sleep(POLL_MILLIS);
                }
            }
        }
    }

    /** @throws RetriableException such as a timeout while another broker takes over from one that is gone */
    private long left(Admin admin) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> read;
        try {
            read = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException retriable) {
                throw retriable;
            }
            throw new CliException("Kafka did not return the offsets of teller-processor: " + e.getCause(), e);
        }
        return ends.entrySet().stream()
                .mapToLong(end -> {
                    var position = read.get(end.getKey());
                    return Math.max(0, end.getValue() - (position == null ? 0 : position.offset()));
                })
                .sum();
    }
}
