package io.caseline.messaging;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Up to where the topic's events are known to be out of the outbox. Runs in the caller's transaction. Each step inserts a
 * row and deletes the one before: the latest row is found at once, even while a long transaction (a backup, a report)
 * keeps all earlier ones from being vacuumed.
 */
final class OutboxProgress {
    private final JdbcClient jdbc;
    private final String topic;

    OutboxProgress(JdbcClient jdbc, String topic) {
        this.jdbc = jdbc;
        this.topic = topic;
    }

    /**
     * A stored step.
     *
     * @param id of its row; 0 if nothing is stored yet
     * @param topicId of the topic that the offsets belong to; a re-created topic has another
     * @param next the next offset of each partition
     */
    record Step(long id, String topicId, Map<Integer, Long> next) {
        static final Step NONE = new Step(0, "", Map.of());

        /** The next offsets of this topic; none if the step is about one that had its name before. */
        Map<Integer, Long> next(String topic) {
            return topicId.equals(topic) ? next : Map.of();
        }
    }

    Step latest() {
        return jdbc.sql("""
                select id, topic_id, partitions, next_offsets from outbox_progress
                where topic = ? order by id desc limit 1""")
                .param(topic)
                .query((row, number) -> new Step(row.getLong("id"), row.getString("topic_id"), offsets(row)))
                .optional()
                .orElse(Step.NONE);
    }

    private static Map<Integer, Long> offsets(ResultSet row) throws SQLException {
        Array partitions = row.getArray("partitions");
        Array next = row.getArray("next_offsets");
        Integer[] keys = (Integer[]) partitions.getArray();
        Long[] values = (Long[]) next.getArray();
        Map<Integer, Long> offsets = new HashMap<>();
        for (int i = 0; i < keys.length; i++) {
            offsets.put(keys[i], values[i]);
        }
        return offsets;
    }

    /**
     * Stores the next step.
     *
     * @param from the latest step as this publisher knows it
     * @param next the next offset of every partition
     * @throws IllegalStateException if another step was stored meanwhile
     */
    Step advance(Step from, String topicId, Map<Integer, Long> next) {
        Map<Integer, Long> sorted = new TreeMap<>(next);
        long id = jdbc.sql("""
                with replaced as (delete from outbox_progress where id = :from)
                insert into outbox_progress (topic, topic_id, partitions, next_offsets)
                select :topic, :topicId, :partitions, :next
                where :from = coalesce(
                    (select id from outbox_progress where topic = :topic order by id desc limit 1), 0)
                returning id""")
                .param("topic", topic)
                .param("topicId", topicId)
                .param("partitions", SqlArrays.integers(sorted.keySet(), partition -> partition))
                .param("next", SqlArrays.longs(sorted.values(), offset -> offset))
                .param("from", from.id())
                .query(Long.class)
                .optional()
                .orElseThrow(OutboxProgress::notLatest);
        return new Step(id, topicId, Map.copyOf(next));
    }

    /** @throws IllegalStateException if another step was stored meanwhile */
    void requireLatest(Step step) {
        if (latest().id() != step.id()) {
            throw notLatest();
        }
    }

    private static IllegalStateException notLatest() {
        return new IllegalStateException(
                "The stored offsets are not those of this publisher: another was active, or the database was restored");
    }

    /** Deletes what two publishers that overlapped have left. */
    void deleteBefore(Step latest) {
        jdbc.sql("delete from outbox_progress where topic = ? and id < ?")
                .params(topic, latest.id())
                .update();
    }
}
