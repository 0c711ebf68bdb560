package io.caseline.cases.life;

import static io.caseline.messaging.SqlArrays.booleans;
import static io.caseline.messaging.SqlArrays.instants;
import static io.caseline.messaging.SqlArrays.integers;
import static io.caseline.messaging.SqlArrays.texts;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messaging.Lease;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** How far changes are read, and what was read. Writes run in the caller's transaction. */
@Repository
class ChangeStore {
    /** How long the others wait for an instance that is gone. */
    private static final Duration LEASE = Duration.ofSeconds(20);

    private final JdbcClient jdbc;
    private final DataSource database;

    ChangeStore(JdbcClient jdbc, DataSource database) {
        this.jdbc = jdbc;
        this.database = database;
    }

    /** Of the one instance that reads; the reader holds it. */
    Lease lease() {
        return new Lease(database, "case-processor-changes", LEASE);
    }

    /**
     * @param version who reads from here moves it, unless another instance has moved it meanwhile
     * @param loadedAt when this was loaded, by the database's clock
     */
    record Stored(String position, long version, Instant loadedAt) {}

    Optional<Stored> position(String source) {
        return jdbc.sql("select position, version, clock_timestamp() as now from change_position where source = ?")
                .param(source)
                .query((row, number) -> new Stored(
                        row.getString("position"),
                        row.getLong("version"),
                        row.getTimestamp("now").toInstant()))
                .optional();
    }

    /** Age in seconds of the time up to which changes were read, or of the first position if none were read yet. */
    double readingAge(String source) {
        return jdbc.sql("""
                select extract(epoch from now() - coalesce(read_until, moved_at))::double precision
                from change_position where source = ?""").param(source).query(Double.class).optional().orElse(Double.NaN);
    }

    /** When the earliest case that the ledger has was created; now, if it has none. */
    Instant earliestCase() {
        return jdbc.sql("""
                select coalesce((select min(created_at) from ledger_entry where state = 'CREATED'), now()) as earliest""")
                .query((row, number) -> row.getTimestamp("earliest").toInstant())
                .single();
    }

    void begin(String source, String position) {
        jdbc.sql("""
                insert into change_position (source, position, version) values (?, ?, 0) on conflict do nothing""").params(source, position).update();
    }

    /** False if another instance has moved it meanwhile: what was read may be older than what that instance has read. */
    boolean advance(String source, Stored from, String next, @Nullable Instant readUntil) {
        return jdbc.sql("""
                update change_position set position = :next, version = version + 1, moved_at = now(),
                    read_until = greatest(read_until, :until::timestamptz)
                where source = :source and version = :version""")
                        .param("source", source)
                        .param("version", from.version())
                        .param("next", next)
                        .param("until", readUntil == null ? null : readUntil.toString())
                        .update()
                == 1;
    }

    /** Those of these commands whose outcome was saved after a time: what was read before may be older than their outcome. */
    List<UUID> createdSince(Collection<UUID> correlationIds, Instant time) {
        return jdbc.sql(
                        "select correlation_id from ledger_entry where correlation_id = any(:ids) and created_at >= :time")
                .param("ids", uuids(correlationIds, Function.identity()))
                .param("time", Timestamp.from(time))
                .query(UUID.class)
                .list();
    }

    /** Locks them, in the order in which all transactions lock. */
    List<LedgerEntry> lock(Collection<UUID> correlationIds) {
        return jdbc.sql("select " + LedgerEntry.COLUMNS + """
                 from ledger_entry entry where entry.correlation_id = any(:ids) order by entry.correlation_id
                for no key update""")
                .param("ids", uuids(correlationIds, Function.identity()))
                .query(LedgerEntry::of)
                .list();
    }

    /** Cases as they were seen for the first time: nothing is known to have changed. */
    void saveSnapshots(Map<UUID, CaseSnapshot> snapshots) {
        List<Map.Entry<UUID, CaseSnapshot>> rows = List.copyOf(snapshots.entrySet());
        update(rows, Map.Entry::getKey, Map.Entry::getValue, row -> null);
    }

    void save(List<CaseChange> changes) {
        update(changes, CaseChange::correlationId, CaseChange::after, CaseChange::number);
        jdbc.sql("""
                insert into case_change (correlation_id, attempt, change, event_id, type, case_number, salesforce_id, status,
                    previous_status, closed, previous_closed, priority, previous_priority, owner_id, previous_owner_id, queue,
                    previous_queue, comments, merged_into, occurred_at)
                select * from unnest(:ids, :attempts, :numbers, :events, :types, :caseNumbers, :salesforceIds, :statuses,
                    :previousStatuses, :closed, :previousClosed, :priorities, :previousPriorities, :owners, :previousOwners,
                    :queues, :previousQueues, :comments, :masters, :times)""")
                .param("ids", uuids(changes, CaseChange::correlationId))
                .param("attempts", integers(changes, CaseChange::attempt))
                .param("numbers", integers(changes, CaseChange::number))
                .param("events", uuids(changes, CaseChange::eventId))
                .param("types", texts(changes, change -> change.type().name()))
                .param("caseNumbers", texts(changes, CaseChange::caseNumber))
                .param("salesforceIds", texts(changes, CaseChange::salesforceId))
                .param("statuses", texts(changes, change -> change.after().status()))
                .param(
                        "previousStatuses",
                        texts(changes, change -> change.before().status()))
                .param("closed", booleans(changes, change -> change.after().closed()))
                .param(
                        "previousClosed",
                        booleans(changes, change -> change.before().closed()))
                .param("priorities", texts(changes, change -> change.after().priority()))
                .param(
                        "previousPriorities",
                        texts(changes, change -> change.before().priority()))
                .param("owners", texts(changes, change -> change.after().ownerId()))
                .param(
                        "previousOwners",
                        texts(changes, change -> change.before().ownerId()))
                .param("queues", texts(changes, change -> change.after().queue()))
                .param(
                        "previousQueues",
                        texts(changes, change -> change.before().queue()))
                .param("comments", integers(changes, change -> change.after().comments()))
                .param("masters", texts(changes, change -> change.after().mergedInto()))
                .param("times", instants(changes, CaseChange::occurredAt))
                .update();
    }

    private <T> void update(
            List<T> rows,
            Function<T, UUID> id,
            Function<T, CaseSnapshot> snapshot,
            Function<T, ? extends @Nullable Integer> change) {
        jdbc.sql("""
                update ledger_entry entry set status = seen.status, closed = seen.closed, priority = seen.priority,
                    owner_id = seen.owner_id, queue = seen.queue, comments = seen.comments, deleted = seen.deleted,
                    merged_into = seen.merged_into, modified_at = seen.modified_at,
                    closed_at = case when seen.closed then
                        case when entry.closed then coalesce(entry.closed_at, seen.modified_at) else seen.modified_at end end,
                    changes = coalesce(seen.change, entry.changes)
                from unnest(:ids, :statuses, :closed, :priorities, :owners, :queues, :comments, :deleted, :masters, :modified,
                        :changes) as seen (id, status, closed, priority, owner_id, queue, comments, deleted, merged_into,
                        modified_at, change)
                where entry.correlation_id = seen.id""")
                .param("ids", uuids(rows, id))
                .param("statuses", texts(rows, row -> snapshot.apply(row).status()))
                .param("closed", booleans(rows, row -> snapshot.apply(row).closed()))
                .param("priorities", texts(rows, row -> snapshot.apply(row).priority()))
                .param("owners", texts(rows, row -> snapshot.apply(row).ownerId()))
                .param("queues", texts(rows, row -> snapshot.apply(row).queue()))
                .param("comments", integers(rows, row -> snapshot.apply(row).comments()))
                .param("deleted", booleans(rows, row -> snapshot.apply(row).deleted()))
                .param("masters", texts(rows, row -> snapshot.apply(row).mergedInto()))
                .param("modified", instants(rows, row -> snapshot.apply(row).modifiedAt()))
                .param("changes", integers(rows, change))
                .update();
    }

    /** To be read again once their outcome is saved. */
    void addUnsettled(Collection<UUID> correlationIds) {
        jdbc.sql("""
                insert into unsettled_case (correlation_id) select unnest(:ids) order by 1 on conflict do nothing""").param("ids", uuids(correlationIds, Function.identity())).update();
    }

    void removeUnsettled(Collection<UUID> correlationIds) {
        jdbc.sql("delete from unsettled_case where correlation_id = any(:ids)")
                .param("ids", uuids(correlationIds, Function.identity()))
                .update();
    }

    /** Cases that are Created by now, but were seen before that. */
    List<UUID> settled(int max) {
        return jdbc.sql("""
                select unsettled.correlation_id from unsettled_case unsettled
                    join ledger_entry entry on entry.correlation_id = unsettled.correlation_id
                where entry.state = 'CREATED' limit ?""").param(max).query(UUID.class).list();
    }
}
