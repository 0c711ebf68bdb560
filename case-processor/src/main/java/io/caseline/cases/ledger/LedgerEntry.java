package io.caseline.cases.ledger;

import io.caseline.schemas.TraceParent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command in the ledger, with its state and outcome.
 *
 * @param attempts number of outcomes so far: more than one after a replay, or if its case was found after it failed
 * @param failureCode why it failed; for one without an outcome, why its last call left it so
 * @param waitUntil until when a caller waits, by the gateway's clock
 * @param replay the replay that sent it last
 * @param updatedAt when the state last changed, by the database's clock, in milliseconds
 * @param snapshot the case, once it is created
 * @param changes number of changes of the case seen since it was created
 */
public record LedgerEntry(
        UUID correlationId,
        String programCode,
        UUID requestId,
        CaseState state,
        int attempts,
        @Nullable String caseNumber,
        @Nullable String salesforceId,
        @Nullable String failureCode,
        @Nullable String failureFields,
        @Nullable Instant waitUntil,
        Optional<TraceParent> trace,
        @Nullable Long replay,
        Instant receivedAt,
        Instant updatedAt,
        CaseSnapshot snapshot,
        int changes) {

    /** The columns that {@link #of} reads. */
    public static final String COLUMNS = """
            entry.correlation_id, entry.program_code, entry.request_id, entry.state, entry.attempts, entry.case_number,
            entry.salesforce_id, entry.failure_code, entry.failure_fields, entry.wait_until, entry.trace_parent,
            entry.replay, entry.received_at, entry.updated_at, entry.changes,""" + " " + CaseSnapshot.COLUMNS;

    public static LedgerEntry of(ResultSet row, int number) throws SQLException {
        return new LedgerEntry(
                row.getObject("correlation_id", UUID.class),
                row.getString("program_code"),
                row.getObject("request_id", UUID.class),
                CaseState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getString("case_number"),
                row.getString("salesforce_id"),
                row.getString("failure_code"),
                row.getString("failure_fields"),
                instant(row, "wait_until"),
                Optional.ofNullable(row.getString("trace_parent")).map(TraceParent::new),
                row.getObject("replay", Long.class),
                row.getTimestamp("received_at").toInstant(),
                row.getTimestamp("updated_at").toInstant(),
                CaseSnapshot.of(row),
                row.getInt("changes"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    public boolean isAwaited(Instant now) {
        return waitUntil != null && waitUntil.isAfter(now);
    }

    /** The same outcome, for the callers of a repeat. */
    public LedgerEntry awaitedBy(CaseCommand repeat) {
        return new LedgerEntry(
                correlationId,
                programCode,
                requestId,
                state,
                attempts,
                caseNumber,
                salesforceId,
                failureCode,
                failureFields,
                repeat.waitUntil(),
                repeat.trace(),
                replay,
                receivedAt,
                updatedAt,
                snapshot,
                changes);
    }

    public boolean hasOutcome() {
        return state != CaseState.RECEIVED;
    }
}
