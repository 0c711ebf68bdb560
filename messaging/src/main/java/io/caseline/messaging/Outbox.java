package io.caseline.messaging;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Stores events in the transaction that stores their outcomes. {@link OutboxPublisher} moves them to their topic, each
 * exactly once, in the order in which they were added.
 */
public final class Outbox {
    private final String topic;
    private final Serializer<Object> serializer;
    private final OutboxTable table;
    private final Runnable wakePublisher;

    /**
     * @param topic of the events, the setting {@code caseline.outbox.topic}
     * @param serializer writes what the topic gets: a later version's publisher moves bytes and needs no schema
     */
    Outbox(String topic, Serializer<Object> serializer, OutboxTable table, Runnable wakePublisher) {
        this.topic = topic;
        this.serializer = serializer;
        this.table = table;
        this.wakePublisher = wakePublisher;
    }

    /** What the topic of the events gets for an event, for whoever writes it elsewhere. */
    public ProducerRecord<String, byte[]> record(OutboxEvent event) {
        return table.topics()
                .records(event.headers(), event.key(), serializer.serialize(topic, event.value()), event.trace(), false)
                .getFirst();
    }

    /**
     * Adds events in the caller's transaction.
     *
     * @throws IllegalStateException if there is no transaction
     */
    public void add(Collection<OutboxEvent> events) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("Events are added in the transaction of their outcome");
        }
        if (events.isEmpty()) {
            return;
        }
        List<OutboxTable.NewRow> rows = new ArrayList<>(events.size());
        events.forEach(event ->
                rows.add(new OutboxTable.NewRow(event, ByteBuffer.wrap(serializer.serialize(topic, event.value())))));
        table.insert(rows);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                wakePublisher.run();
            }
        });
    }
}
