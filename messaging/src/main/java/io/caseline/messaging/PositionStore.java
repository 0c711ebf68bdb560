package io.caseline.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Positions and gaps in the database: tables {@code listener_position} and {@code position_gap}. */
public final class PositionStore {
    private static final Logger log = LoggerFactory.getLogger(PositionStore.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final MeterRegistry meters;

    public PositionStore(JdbcClient jdbc, TransactionTemplate transaction, MeterRegistry meters) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.meters = meters;
    }

    /** A partition as the brokers have it: the topic's id, and the offsets of its first record and behind its last. */
    record Position(String topicId, long start, long end) {}

    private record Stored(String topicId, long next) {}

    /** Advances each partition whose position is as expected; false if one is not. Runs in the caller's transaction. */
    boolean advance(String topic, Map<TopicPartition, Long> expected, Map<TopicPartition, Long> next) {
        List<TopicPartition> partitions = List.copyOf(next.keySet());
        int advanced = jdbc.sql("""
                update listener_position stored set next_offset = moved.next_offset, moved_at = now()
                from unnest(:partitions, :expected, :next) as moved (partition_number, expected, next_offset)
                where stored.topic = :topic and stored.partition_number = moved.partition_number
                    and stored.next_offset = moved.expected""")
                .param("topic", topic)
                .param(
                        "partitions",
                        partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new))
                .param("expected", partitions.stream().map(expected::get).toArray(Long[]::new))
                .param("next", partitions.stream().map(next::get).toArray(Long[]::new))
                .update();
        return advanced == partitions.size();
    }

    /**
     * Decides where each partition goes on, and stores that where it differs: a new partition, or one of a topic that was
     * re-created, at its start; a known one at its position. If the log starts after the position, records were lost.
     */
    Map<TopicPartition, Long> resolve(String topic, Map<TopicPartition, Position> partitions) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Map<TopicPartition, Stored> known = lock(topic);
            Map<TopicPartition, Long> resolved = new TreeMap<>(TopicPartitions.ORDER);
            partitions.forEach(
                    (partition, position) -> resolved.put(partition, next(partition, position, known.get(partition))));
            save(topic, resolved, partitions, known);
            return resolved;
        }));
    }

    private long next(TopicPartition partition, Position found, @Nullable Stored known) {
        if (known == null) {
            return found.start();
        }
        if (!known.topicId().equals(found.topicId())) {
            log.warn("{} was re-created: {} is read from its start", partition.topic(), partition);
            return found.start();
        }
        if (known.next() < found.start()) {
            lost(partition, known.next(), found.start());
            return found.start();
        }
        if (known.next() > found.end()) {
            log.error(
                    "{} ends at {}, before the position {}: the brokers have lost records that were handled already",
                    partition,
                    found.end(),
                    known.next());
            return found.end();
        }
        return known.next();
    }

    private void lost(TopicPartition partition, long from, long to) {
        log.error(
                "{} records of {} were deleted before they were read: offsets {} to {}",
                to - from,
                partition,
                from,
                to - 1);
        meters.counter("caseline.positions.lost", "topic", partition.topic()).increment((double) (to - from));
        jdbc.sql("insert into position_gap (topic, partition_number, first_offset, last_offset) values (?, ?, ?, ?)")
                .params(partition.topic(), partition.partition(), from, to - 1)
                .update();
    }

    private void save(
            String topic,
            Map<TopicPartition, Long> resolved,
            Map<TopicPartition, Position> found,
            Map<TopicPartition, Stored> known) {
        List<TopicPartition> changed = new ArrayList<>();
        resolved.forEach((partition, next) -> {
            if (!new Stored(topicId(found, partition), next).equals(known.get(partition))) {
                changed.add(partition);
            }
        });
        if (changed.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into listener_position (topic, partition_number, topic_id, next_offset)
                select :topic, * from unnest(:partitions, :topicIds, :next)
                on conflict (topic, partition_number) do update set
                    topic_id = excluded.topic_id, next_offset = excluded.next_offset, moved_at = now()""")
                .param("topic", topic)
                .param(
                        "partitions",
                        changed.stream().map(TopicPartition::partition).toArray(Integer[]::new))
                .param(
                        "topicIds",
                        changed.stream()
                                .map(partition -> topicId(found, partition))
                                .toArray(String[]::new))
                .param("next", changed.stream().map(resolved::get).toArray(Long[]::new))
                .update();
    }

    private static String topicId(Map<TopicPartition, Position> found, TopicPartition partition) {
        return Objects.requireNonNull(found.get(partition)).topicId();
    }

    /** The next offsets, as they are stored. */
    Map<TopicPartition, Long> load(String topic) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        jdbc.sql("select partition_number, next_offset from listener_position where topic = ?")
                .param(topic)
                .query(row -> {
                    positions.put(new TopicPartition(topic, row.getInt(1)), row.getLong(2));
                });
        return positions;
    }

    private Map<TopicPartition, Stored> lock(String topic) {
        Map<TopicPartition, Stored> positions = new HashMap<>();
        jdbc.sql("""
                select partition_number, topic_id, next_offset from listener_position where topic = ?
                order by partition_number for update""").param(topic).query(row -> {
            positions.put(
                    new TopicPartition(topic, row.getInt("partition_number")),
                    new Stored(row.getString("topic_id"), row.getLong("next_offset")));
        });
        return positions;
    }
}
