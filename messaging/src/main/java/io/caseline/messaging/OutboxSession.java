package io.caseline.messaging;

import io.caseline.messaging.OutboxMark.Snapshot;
import io.caseline.messaging.OutboxProgress.Step;
import io.caseline.messaging.OutboxTable.Row;
import io.caseline.messaging.PublishedEvents.LeaseCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One publisher's work under its lease, from {@code initTransactions} to the first exception, whatever it is: what became
 * of the batch is then known only from the topic, and the next session reads it there.
 */
final class OutboxSession implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final OutboxTable table;
    private final OutboxProgress progress;
    private final TransactionTemplate transaction;
    private final int batchSize;
    private final OutboxMark mark;
    private final String topic;
    private final String topicId;

    /** The stored offsets as this session left them. */
    private Step step;

    private OutboxSession(
            Producer<String, byte[]> producer,
            Stores stores,
            OutboxSettings settings,
            String topic,
            String topicId,
            Step step) {
        this.producer = producer;
        this.table = stores.table();
        this.progress = stores.progress();
        this.transaction = stores.transaction();
        this.batchSize = settings.batchSize();
        this.mark = new OutboxMark(settings.writesWithin(), System.nanoTime());
        this.topic = topic;
        this.topicId = topicId;
        this.step = step;
    }

    /** What a session writes to the database with. */
    record Stores(OutboxTable table, OutboxProgress progress, TransactionTemplate transaction) {}

    /** Fences earlier publishers, and takes out of the outbox what they have published. */
    static OutboxSession open(OutboxKafka kafka, Stores stores, OutboxSettings settings, LeaseCheck stillActive) {
        Producer<String, byte[]> producer = kafka.producers().get();
        try {
            producer.initTransactions();
            kafka.requireStateTopic();
            String topicId = kafka.topicId();
            Step step = new PublishedEvents(kafka, stores.table(), stores.progress(), stores.transaction())
                    .takeOut(topicId, stillActive);
            return new OutboxSession(producer, stores, settings, kafka.topics().events(), topicId, step);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Publishes the oldest rows and deletes them; returns how many there were. */
    int publishOldest() {
        long now = System.nanoTime();
        Snapshot snapshot = mark.isTrailing() ? table.snapshot() : Snapshot.NONE;
        List<Row> rows = table.oldest(mark.get(), batchSize);
        mark.afterRead(rows.stream().map(Row::id).toList(), rows.size() == batchSize, now, snapshot);
        if (rows.isEmpty()) {
            return 0;
        }
        progress.requireLatest(step);
        List<Row> due = rows.stream().filter(row -> !row.published()).toList();
        Map<Integer, Long> ends = due.isEmpty() ? Map.of() : publish(due);
        Map<Integer, Long> before = step.next();
        Map<Integer, Long> next = new HashMap<>(before);
        next.putAll(ends);
        step = transaction.execute(status -> {
            table.delete(rows);
            return progress.advance(step, topicId, next);
        });
        boolean recreated =
                ends.entrySet().stream().anyMatch(end -> end.getValue() < before.getOrDefault(end.getKey(), 0L));
        if (recreated) {
            throw new IllegalStateException("The topic was re-created");
        }
        return rows.size();
    }

    private Map<Integer, Long> publish(List<Row> rows) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        producer.beginTransaction();
        rows.forEach(row -> row.records().forEach(record -> sent.add(producer.send(record))));
        producer.commitTransaction();
        Map<Integer, Long> ends = new HashMap<>();
        sent.forEach(future -> {
            RecordMetadata position = position(future);
            if (position.topic().equals(topic)) {
                ends.merge(position.partition(), position.offset() + 1, Math::max);
            }
        });
        return ends;
    }

    /** After the commit, which waited for it. */
    private static RecordMetadata position(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new KafkaException("A record of a committed transaction has no position", e);
        }
    }

    /** Where the oldest row lies at the earliest. */
    long mark() {
        return mark.get();
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
