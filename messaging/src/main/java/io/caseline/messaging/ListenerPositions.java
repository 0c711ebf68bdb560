package io.caseline.messaging;

import io.caseline.messaging.PositionStore.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The positions of one listener, kept in its own database and advanced in the transaction that handles the records. So a
 * record is handled once: a redelivery lies below the position, and a former owner of a partition cannot commit. The
 * group's offsets in Kafka are committed too, but only lag monitors read them.
 */
public final class ListenerPositions implements ConsumerAwareRebalanceListener {
    private static final Logger log = LoggerFactory.getLogger(ListenerPositions.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String topic;
    private final PositionStore store;
    private final KafkaAdmin admin;

    /** Where the consumers of this instance stand: the next offset of each assigned partition. */
    private final Map<TopicPartition, Long> expected = new ConcurrentHashMap<>();

    private final Map<TopicPartition, Long> behind = new HashMap<>();

    public ListenerPositions(String topic, PositionStore store, KafkaAdmin admin) {
        this.topic = topic;
        this.store = store;
        this.admin = admin;
    }

    public String topic() {
        return topic;
    }

    /**
     * Advances the positions past a batch, in the caller's transaction.
     *
     * @return the records that have not been handled yet
     * @throws PositionMovedException if this consumer does not stand at the stored positions; nothing may be handled
     */
    public <K, V> List<ConsumerRecord<K, V>> advance(List<ConsumerRecord<K, V>> batch) {
        Map<TopicPartition, Long> next = new TreeMap<>(TopicPartitions.ORDER);
        batch.forEach(record ->
                next.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max));
        Map<TopicPartition, Long> from = new HashMap<>();
        next.forEach((partition, end) -> {
            Long start = expected.get(partition);
            if (start == null) {
                throw new PositionMovedException(topic);
            }
            from.put(partition, start);
            next.put(partition, Math.max(start, end));
        });
        if (!store.advance(topic, from, next)) {
            throw new PositionMovedException(topic);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                // not for a partition that was taken away meanwhile, or that another consumer of this instance has now
                next.forEach((partition, end) -> expected.replace(partition, from.get(partition), end));
            }
        });
        return batch.stream()
                .filter(record -> record.offset()
                        >= Objects.requireNonNull(from.get(new TopicPartition(record.topic(), record.partition()))))
                .toList();
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        seek(consumer, partitions);
    }

    @Override
    public void onPartitionsRevokedAfterCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(expected::remove);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(expected::remove);
    }

    /**
     * Moves the consumer to the stored positions. If the database or the brokers do not answer, the positions stay unknown,
     * and {@link #advance} refuses the next batch.
     */
    void seek(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            String topicId = topicId();
            Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions, TIMEOUT);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
            Map<TopicPartition, Position> found = new HashMap<>();
            partitions.forEach(partition -> found.put(
                    partition,
                    new Position(
                            topicId,
                            Objects.requireNonNull(starts.get(partition)),
                            Objects.requireNonNull(ends.get(partition)))));
            store.resolve(topic, found).forEach((partition, next) -> {
                consumer.seek(partition, next);
                expected.put(partition, next);
            });
        } catch (DataAccessException | TransactionException | KafkaException | IllegalStateException e) {
            partitions.forEach(expected::remove);
            log.warn("The positions of {} cannot be read yet: {}", topic, e.toString());
        }
    }

    /** The next offsets as they are stored: what lies before them has been handled. */
    public Map<TopicPartition, Long> stored() {
        return store.load(topic);
    }

    private String topicId() {
        return Objects.requireNonNull(admin.describeTopics(topic).get(topic))
                .topicId()
                .toString();
    }

    /**
     * Whether the stored positions have fallen behind this instance's, as after a restore of the database. Two looks in a
     * row must agree, since a commit may be under way during one of them.
     */
    synchronized boolean areStoredPositionsBehind() {
        Map<TopicPartition, Long> stored = store.load(topic);
        Map<TopicPartition, Long> before = Map.copyOf(behind);
        behind.clear();
        expected.forEach((partition, next) -> {
            if (stored.getOrDefault(partition, 0L) < next) {
                behind.put(partition, next);
            }
        });
        return behind.entrySet().stream().anyMatch(entry -> entry.getValue().equals(before.get(entry.getKey())));
    }
}
