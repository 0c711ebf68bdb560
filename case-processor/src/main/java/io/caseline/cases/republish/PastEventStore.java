package io.caseline.cases.republish;

import static io.caseline.messaging.SqlArrays.integers;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.ledger.LedgerEntry;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds what had an event: outcomes in the ledger, earlier ones, and changes in Salesforce. Each is read by an index on its time. */
@Repository
class PastEventStore {
    /**
     * A created case that is the latest outcome is in the ledger; all others are among the earlier outcomes. Written at:
     * the ledger has the time of creation twice, and the one with an index is in microseconds.
     */
    private static final String OUTCOMES = """
            (select created_at as at, correlation_id, attempts as attempt, 0 as change from ledger_entry entry
            where state = 'CREATED' and created_at >= :from and created_at < :to %1$s
                and (created_at, correlation_id, attempts, 0) > (:from, :id, :attempt, :change)
            order by created_at, correlation_id limit :max)
            union all
            (select occurred_at, correlation_id, attempt, 0 from earlier_outcome earlier
            where occurred_at >= :from and occurred_at < :to %2$s
                and (occurred_at, correlation_id, attempt, 0) > (:from, :id, :attempt, :change)
            order by occurred_at, correlation_id, attempt limit :max)
            union all
            (select seen_at, correlation_id, attempt, change from case_change earlier
            where seen_at >= :from and seen_at < :to %2$s
                and (seen_at, correlation_id, attempt, change) > (:from, :id, :attempt, :change)
            order by seen_at, correlation_id, attempt, change limit :max)""";

    private final JdbcClient jdbc;

    PastEventStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The next events behind a position, in their order. */
    List<EventPosition> positions(EventSpan span, EventPosition after, int max) {
        return select(
                        "at, correlation_id, attempt, change",
                        "order by at, correlation_id, attempt, change limit :max",
                        span,
                        after,
                        max)
                .query((row, number) -> new EventPosition(
                        row.getTimestamp("at").toInstant(),
                        row.getObject("correlation_id", UUID.class),
                        row.getInt("attempt"),
                        row.getInt("change")))
                .list();
    }

    long count(EventSpan span) {
        return select("count(*)", "", span, EventPosition.before(span.from()), Integer.MAX_VALUE)
                .query(Long.class)
                .single();
    }

    private JdbcClient.StatementSpec select(
            String columns, String order, EventSpan span, EventPosition after, int max) {
        String program = span.program();
        String events =
                program == null ? OUTCOMES.formatted("", "") : OUTCOMES.formatted("and program_code = :program", """
                        and exists (select from ledger_entry entry
                            where entry.correlation_id = earlier.correlation_id and entry.program_code = :program)""");
        JdbcClient.StatementSpec statement = jdbc.sql(
                        "select %s from (%s) as written %s".formatted(columns, events, order))
                .param("from", after.databaseTime())
                .param("to", span.to().atOffset(ZoneOffset.UTC))
                .param("id", after.correlationId())
                .param("attempt", after.attempt())
                .param("change", after.change())
                .param("max", max);
        return program == null ? statement : statement.param("program", program);
    }

    /** What identifies an outcome or a change. */
    record EventKey(UUID correlationId, int attempt, int change) {
        static EventKey of(EventPosition position) {
            return new EventKey(position.correlationId(), position.attempt(), position.change());
        }
    }

    /** The outcomes at these positions, each as the ledger had it then. */
    Map<EventKey, LedgerEntry> outcomes(Collection<EventPosition> positions) {
        Map<EventKey, LedgerEntry> found = new HashMap<>();
        jdbc.sql("""
                select entry.correlation_id, entry.program_code, entry.request_id, outcome.state,
                    outcome.attempt as attempts, outcome.case_number, outcome.salesforce_id, outcome.code as failure_code,
                    outcome.fields as failure_fields, null::timestamptz as wait_until, entry.trace_parent, outcome.replay,
                    entry.received_at, outcome.occurred_at as updated_at, 0 as changes,
                    case when later.change is null then outcome.status else later.previous_status end as status,
                    case when later.change is null then outcome.closed else later.previous_closed end as closed,
                    case when later.change is null then outcome.priority else later.previous_priority end as priority,
                    case when later.change is null then outcome.owner_id else later.previous_owner_id end as owner_id,
                    case when later.change is null then outcome.queue else later.previous_queue end as queue,
                    null::integer as comments, false as deleted, null::text as merged_into, null::timestamptz as modified_at
                from unnest(:ids, :attempts) as wanted (id, attempt)
                    join ledger_entry entry on entry.correlation_id = wanted.id
                    join lateral (
                        select state, attempt, case_number, salesforce_id, code, fields, replay, occurred_at, status, closed,
                            priority, owner_id, queue
                        from earlier_outcome where correlation_id = wanted.id and attempt = wanted.attempt
                        union all
                        select state, attempts, case_number, salesforce_id, null, null, replay, updated_at, status, closed,
                            priority, owner_id, queue
                        from ledger_entry
                        where correlation_id = wanted.id and attempts = wanted.attempt and state = 'CREATED') as outcome on true
                    left join case_change later on later.correlation_id = wanted.id and later.attempt = wanted.attempt
                        and later.change = 1""")
                .param("ids", uuids(positions, EventPosition::correlationId))
                .param("attempts", integers(positions, EventPosition::attempt))
                .query(LedgerEntry::of)
                .list()
                .forEach(entry -> found.put(new EventKey(entry.correlationId(), entry.attempts(), 0), entry));
        return found;
    }

    Map<EventKey, CaseChange> changes(Collection<EventPosition> positions) {
        Map<EventKey, CaseChange> found = new HashMap<>();
        jdbc.sql("select " + CaseChange.COLUMNS + " " + """
                from unnest(:ids, :attempts, :changes) as wanted (id, attempt, change)
                    join case_change change on change.correlation_id = wanted.id and change.attempt = wanted.attempt
                        and change.change = wanted.change""")
                .param("ids", uuids(positions, EventPosition::correlationId))
                .param("attempts", integers(positions, EventPosition::attempt))
                .param("changes", integers(positions, EventPosition::change))
                .query(CaseChange::of)
                .list()
                .forEach(change ->
                        found.put(new EventKey(change.correlationId(), change.attempt(), change.number()), change));
        return found;
    }
}
