package io.caseline.messaging;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.bytes;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.longs;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rows of the outbox. Runs in the caller's transaction. */
final class OutboxTable {
    /** The size that metrics tell is counted up to here. */
    private static final int COUNTED = 100_000;

    private final JdbcClient jdbc;
    private final OutboxTopics topics;

    OutboxTable(JdbcClient jdbc, OutboxTopics topics) {
        this.jdbc = jdbc;
        this.topics = topics;
    }

    record NewRow(OutboxEvent event, ByteBuffer value) {}

    /**
     * A row as the publisher reads it.
     *
     * @param records what the topics get, that of the events first
     * @param published whether the event is known to be on the topic already
     */
    record Row(long id, UUID eventId, List<ProducerRecord<String, byte[]>> records, boolean published) {}

    /** @param age of the oldest row; zero if there is none */
    record Backlog(long rows, Duration age) {
        static final Backlog NONE = new Backlog(0, Duration.ZERO);
    }

    OutboxTopics topics() {
        return topics;
    }

    void insert(List<NewRow> rows) {
        jdbc.sql("""
                insert into outbox (event_id, message_key, type, source, subject, occurred_at, trace_parent, value, changes_state)
                select event_id, message_key, type, source, subject, occurred_at, trace_parent, value, changes_state
                from unnest(:ids, :keys, :types, :sources, :subjects, :times, :traces, :values, :states) with ordinality
                    as event (event_id, message_key, type, source, subject, occurred_at, trace_parent, value,
                        changes_state, place)
                order by place
                on conflict (event_id) do nothing""")
                .param("ids", uuids(rows, row -> headers(row).id()))
                .param("keys", texts(rows, row -> row.event().key()))
                .param("types", texts(rows, row -> headers(row).type()))
                .param("sources", texts(rows, row -> headers(row).source()))
                .param("subjects", uuids(rows, row -> headers(row).subject()))
                .param("times", instants(rows, row -> headers(row).time()))
                .param("traces", texts(rows, OutboxTable::trace))
                .param("values", bytes(rows, row -> row.value()))
                .param("states", booleans(rows, row -> row.event().changesState()))
                .update();
    }

    private static CloudEventHeaders headers(NewRow row) {
        return row.event().headers();
    }

    private static @Nullable String trace(NewRow row) {
        TraceParent trace = row.event().trace();
        return trace == null ? null : trace.value();
    }

    OutboxMark.Snapshot snapshot() {
        return jdbc.sql("""
                select pg_snapshot_xmin(snapshot)::text::bigint, pg_snapshot_xmax(snapshot)::text::bigint
                from pg_current_snapshot() as snapshot""")
                .query((row, number) -> new OutboxMark.Snapshot(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** The oldest rows, in the order of their ids, that are behind an id. */
    List<Row> oldest(long behind, int max) {
        return jdbc.sql("""
                select id, event_id, message_key, type, source, subject, occurred_at, trace_parent, value, changes_state,
                    exists (select 1 from published_event known where known.event_id = outbox.event_id) as published
                from outbox where id > :behind order by id limit :max""")
                .param("behind", behind)
                .param("max", max)
                .query((row, number) -> row(row))
                .list();
    }

    private Row row(ResultSet row) throws SQLException {
        UUID eventId = row.getObject("event_id", UUID.class);
        CloudEventHeaders headers = new CloudEventHeaders(
                eventId,
                row.getString("type"),
                row.getString("source"),
                row.getObject("subject", UUID.class),
                row.getTimestamp("occurred_at").toInstant());
        String trace = row.getString("trace_parent");
        return new Row(
                row.getLong("id"),
                eventId,
                topics.records(
                        headers,
                        row.getString("message_key"),
                        row.getBytes("value"),
                        trace == null ? null : new TraceParent(trace),
                        row.getBoolean("changes_state")),
                row.getBoolean("published"));
    }

    /**
     * Deletes published rows, in the order of their ids. By both ids: in a database that was restored meanwhile, the id
     * alone may be another event's. The range keeps PostgreSQL on the primary key whatever it believes about the table's
     * size; a join with the ids compares all rows with all ids where it believes the table to be empty.
     */
    void delete(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        jdbc.sql("""
                delete from outbox
                where id between :first and :last and id = any(:ids) and event_id = any(:events)""")
                .param("first", rows.getFirst().id())
                .param("last", rows.getLast().id())
                .param("ids", longs(rows, Row::id))
                .param("events", uuids(rows, Row::eventId))
                .update();
    }

    /** Deletes the rows of events that were found on the topic, and remembers those that have no row. */
    void foundOnTopic(Collection<UUID> eventIds) {
        if (eventIds.isEmpty()) {
            return;
        }
        jdbc.sql("""
                with deleted as (delete from outbox where event_id = any(:ids) returning event_id)
                insert into published_event (event_id)
                select distinct event_id from unnest(:ids) as found (event_id)
                where event_id not in (select event_id from deleted) order by event_id
                on conflict do nothing""").param("ids", uuids(eventIds, id -> id)).update();
    }

    /** Forgets up to so many events that were found longer ago; returns how many. */
    int purgePublished(Duration longerAgo, int max) {
        return jdbc.sql("""
                delete from published_event where ctid = any(array(
                    select ctid from published_event where found_at < now() - make_interval(secs => :seconds)
                    order by found_at limit :max for update skip locked))""")
                .param("seconds", longerAgo.toSeconds())
                .param("max", max)
                .update();
    }

    /** How many rows there are behind an id, and how old the oldest is. */
    Backlog backlog(long behind) {
        return jdbc.sql("""
                select count(*), coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0)
                from (select created_at from outbox where id > ? order by id limit ?) as oldest""")
                .params(behind, COUNTED)
                .query((row, number) ->
                        new Backlog(row.getLong(1), Duration.ofMillis((long) (row.getDouble(2) * 1000))))
                .single();
    }
}
