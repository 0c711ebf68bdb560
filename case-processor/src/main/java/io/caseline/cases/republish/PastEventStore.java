package io.caseline.cases.republish;

import static io.caseline.messaging.SqlArrays.integers;
import static io.caseline.messaging.SqlArrays.uuids;

import io.caseline.cases.ledger.LedgerEntry;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds what had an event: outcomes in the ledger, and earlier ones. Each is read by an index on its time. */
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
            order by occurred_at, correlation_id, attempt limit :max)""";

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
        // of columns with the same name the first counts
        jdbc.sql("""
                select outcome.state, outcome.attempt as attempts, outcome.case_number, outcome.salesforce_id,
                    outcome.code as failure_code, outcome.fields as failure_fields, outcome.replay,
                    outcome.occurred_at as updated_at,\s""" + LedgerEntry.COLUMNS + "\n" + """
                from unnest(:ids, :attempts) as wanted (id, attempt)
                    join ledger_entry entry on entry.correlation_id = wanted.id
                    join lateral (
                        select state, attempt, case_number, salesforce_id, code, fields, replay, occurred_at
                        from earlier_outcome where correlation_id = wanted.id and attempt = wanted.attempt
                        union all
                        select state, attempts, case_number, salesforce_id, null, null, replay, updated_at
                        from ledger_entry
                        where correlation_id = wanted.id and attempts = wanted.attempt and state = 'CREATED') as outcome on true""")
                .param("ids", uuids(positions, EventPosition::correlationId))
                .param("attempts", integers(positions, EventPosition::attempt))
                .query(LedgerEntry::of)
                .list()
                .forEach(entry -> found.put(new EventKey(entry.correlationId(), entry.attempts(), 0), entry));
        return found;
    }
}
