package io.caseline.cases.discard;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.submissions.SubmissionFilter;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Discards failed commands in the ledger, in the caller's transaction. */
@Repository
class DiscardStore {
    private static final String IN_OPEN_REPLAY = """
            exists (select 1 from replay_entry waiting
                where waiting.correlation_id = entry.correlation_id and waiting.state in ('WAITING', 'SENT'))""";

    private final JdbcClient jdbc;

    DiscardStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    int count(SubmissionFilter filter) {
        return count(filter, "not " + IN_OPEN_REPLAY);
    }

    /** In milliseconds as in the ledger. */
    Instant now() {
        return jdbc.sql("select date_trunc('milliseconds', now()) as now")
                .query((row, number) -> row.getTimestamp("now").toInstant())
                .single();
    }

    int countInOpenReplays(SubmissionFilter filter) {
        return count(filter, IN_OPEN_REPLAY);
    }

    private int count(SubmissionFilter filter, String condition) {
        return jdbc.sql("select count(*) from ledger_entry entry where " + filter.condition() + " and " + condition)
                .params(filter.parameters())
                .query(Integer.class)
                .single();
    }

    boolean anyLeft(SubmissionFilter filter) {
        return jdbc.sql("select exists (select 1 from ledger_entry entry where " + filter.condition() + " and not "
                        + IN_OPEN_REPLAY + ")")
                .params(filter.parameters())
                .query(Boolean.class)
                .single();
    }

    /**
     * Discards the first of those that match, in the order in which all transactions lock rows. The failure stays in the row.
     * So does the time since when the case may exist: if it turns up, the command is created.
     *
     * @param discard id of the audit entry
     */
    List<LedgerEntry> discard(SubmissionFilter filter, int limit, long discard) {
        return jdbc.sql("""
                with chosen as materialized (
                    select entry.correlation_id from ledger_entry entry where %s and not %s
                    order by entry.correlation_id limit :limit for update of entry),
                entry as (
                    update ledger_entry failed set state = 'DISCARDED', attempts = failed.attempts + 1, sealed_case = null,
                        discard = :discard, updated_at = date_trunc('milliseconds', now())
                    from chosen where failed.correlation_id = chosen.correlation_id returning failed.*),
                kept as (
                    insert into earlier_outcome (correlation_id, attempt, state, code, fields, replay, occurred_at)
                    select correlation_id, attempts, state, failure_code, failure_fields, replay, updated_at from entry)
                select %s from entry""".formatted(filter.condition(), IN_OPEN_REPLAY, LedgerEntry.COLUMNS))
                .params(filter.parameters())
                .param("limit", limit)
                .param("discard", discard)
                .query(LedgerEntry::of)
                .list();
    }
}
