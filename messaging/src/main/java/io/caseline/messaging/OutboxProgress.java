package io.caseline.messaging;

import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Up to where the topic's events are known to be out of the outbox. Runs in the caller's transaction. */
final class OutboxProgress {
    private final JdbcClient jdbc;
    private final String topic;

    OutboxProgress(JdbcClient jdbc, String topic) {
        this.jdbc = jdbc;
        this.topic = topic;
    }

    /** The next offset of each partition of this topic: not of one that had its name before. */
    Map<Integer, Long> load(String topicId) {
        Map<Integer, Long> next = new HashMap<>();
        jdbc.sql("select partition_number, next_offset from outbox_progress where topic = ? and topic_id = ?")
                .params(topic, topicId)
                .query(row -> {
                    next.put(row.getInt(1), row.getLong(2));
                });
        return next;
    }

    /** Moves the offsets forward, never back: a publisher that was frozen may store its own after those of its successor. */
    void advance(String topicId, Map<Integer, Long> next) {
        if (next.isEmpty()) {
            return;
        }
        jdbc.sql("""
                insert into outbox_progress as stored (topic, partition_number, topic_id, next_offset)
                select :topic, partition_number, :topicId, next_offset
                from unnest(:partitions, :next) as moved (partition_number, next_offset) order by partition_number
                on conflict (topic, partition_number) do update set topic_id = excluded.topic_id,
                    next_offset = case when stored.topic_id = excluded.topic_id
                        then greatest(stored.next_offset, excluded.next_offset) else excluded.next_offset end""")
                .param("topic", topic)
                .param("topicId", topicId)
                .param("partitions", SqlArrays.integers(next.keySet(), partition -> partition))
                .param("next", SqlArrays.longs(next.values(), offset -> offset))
                .update();
    }

    /** Forgets a partition whose end lies before what was stored: the brokers lost events. */
    void forget(int partition) {
        jdbc.sql("delete from outbox_progress where topic = ? and partition_number = ?")
                .params(topic, partition)
                .update();
    }
}
