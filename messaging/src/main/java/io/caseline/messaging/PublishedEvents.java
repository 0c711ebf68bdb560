package io.caseline.messaging;

import io.caseline.messaging.OutboxProgress.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads from the topic which events are published, and takes them out of the outbox. */
final class PublishedEvents {
    private static final Logger log = LoggerFactory.getLogger(PublishedEvents.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final OutboxKafka kafka;
    private final OutboxTable table;
    private final OutboxProgress progress;
    private final TransactionTemplate transaction;

    PublishedEvents(OutboxKafka kafka, OutboxTable table, OutboxProgress progress, TransactionTemplate transaction) {
        this.kafka = kafka;
        this.table = table;
        this.progress = progress;
        this.transaction = transaction;
    }

    /**
     * Reads the topic from the stored offsets to its end. Must run after {@code initTransactions}: then every transaction
     * of an earlier publisher is committed or aborted.
     *
     * @param stillActive is asked between two polls
     * @return the step that is stored then
     * @throws LeaseLostException if this publisher is not the active one any more
     */
    Step takeOut(String topicId, LeaseCheck stillActive) {
        Map<Integer, Long> ends = kafka.endOffsets();
        Step latest = progress.latest();
        progress.deleteBefore(latest);
        Map<Integer, Long> stored = latest.next(topicId);
        Map<Integer, Long> starts = new HashMap<>();
        ends.forEach((partition, end) -> {
            long start = stored.getOrDefault(partition, 0L);
            if (start > end) {
                log.error("Partition {} ends at {}, before {}: the brokers have lost events", partition, end, start);
                start = 0;
            }
            starts.put(partition, start);
        });
        Step step = transaction.execute(status -> progress.advance(latest, topicId, starts));
        Map<Integer, Long> next = new HashMap<>(starts);
        try (Consumer<byte[], byte[]> consumer = kafka.consumer(starts)) {
            while (ends.entrySet().stream().anyMatch(end -> next.getOrDefault(end.getKey(), 0L) < end.getValue())) {
                stillActive.check();
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                for (TopicPartition partition : consumer.assignment()) {
                    next.put(partition.partition(), consumer.position(partition));
                }
                Step before = step;
                step = transaction.execute(status -> {
                    table.foundOnTopic(eventIds(records));
                    return progress.advance(before, topicId, next);
                });
            }
        }
        return step;
    }

    private static List<UUID> eventIds(ConsumerRecords<byte[], byte[]> records) {
        List<UUID> ids = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header id = record.headers().lastHeader("ce_id");
            try {
                ids.add(UUID.fromString(new String(id == null ? new byte[0] : id.value(), StandardCharsets.UTF_8)));
            } catch (IllegalArgumentException e) {
                log.warn(
                        "{}-{}@{} has no event id; it is not from the outbox",
                        record.topic(),
                        record.partition(),
                        record.offset());
            }
        }
        return ids;
    }

    /** Asked while something long is done under the lease. */
    interface LeaseCheck {
        void check() throws LeaseLostException;
    }

    /** This publisher is not the active one any more. */
    static final class LeaseLostException extends RuntimeException {
        LeaseLostException() {
            super("Another publisher is active");
        }
    }
}
