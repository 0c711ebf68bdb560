package io.caseline.local.directory;

import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** How far teller-processor has read the directory's topic. */
public final class DirectoryReading {

    /** The consumer group of teller-processor's directory listener. */
    private static final String READER = "teller-directory";

    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 200;

    private final Messaging messaging;
    private final Map<TopicPartition, Long> ends;

    /** @param ends where each partition has been written to */
    DirectoryReading(Messaging messaging, Map<TopicPartition, Long> ends) {
        this.messaging = messaging;
        this.ends = ends;
    }

    /**
     * Waits until teller-processor has committed all of it.
     *
     * @param toGo told how many records are left, each time that it has got further
     * @throws Refusal if it does not get on for a minute
     */
    public void await(LongConsumer toGo) throws InterruptedException {
        await(toGo, LONGEST_STANDSTILL);
    }

    void await(LongConsumer toGo, Duration longestStandstill) throws InterruptedException {
        try (Admin admin = messaging.admin()) {
            long before = Long.MAX_VALUE;
            long since = System.nanoTime();
            for (long left = left(admin); left > 0; left = left(admin)) {
                if (left < before) {
                    before = left;
                    since = System.nanoTime();
                    toGo.accept(left);
                } else if (System.nanoTime() - since > longestStandstill.toNanos()) {
                    throw new Refusal(("the directory is in Kafka, and teller-processor has not read on for %d s with"
                                    + " %d records left; see ./caseline status")
                            .formatted(longestStandstill.toSeconds(), left));
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (ExecutionException e) {
            throw new Refusal("Kafka did not tell how far the directory is read: " + e.getCause(), e);
        }
    }

    private long left(Admin admin) throws ExecutionException, InterruptedException {
        var read = admin.listConsumerGroupOffsets(READER)
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
