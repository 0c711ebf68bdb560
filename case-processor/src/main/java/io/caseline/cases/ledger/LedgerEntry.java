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
 * @param attempts how often the command got an outcome
 * @param failureCode why it failed; for one without an outcome, why its last call left it so
 * @param waitUntil until when a caller waits, by the gateway's clock
 * @param updatedAt when the state last changed, by the database's clock, in milliseconds
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
        Instant receivedAt,
        Instant updatedAt) {

    /** The columns that {@link #of} reads, of the table's alias {@code s}. */
    static final String COLUMNS = """
            s.correlation_id, s.program_code, s.request_id, s.state, s.attempts, s.case_number, s.salesforce_id,
            s.failure_code, s.failure_fields, s.wait_until, s.trace_parent, s.received_at, s.updated_at""";

    static LedgerEntry of(ResultSet row, int number) throws SQLException {
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
                row.getTimestamp("received_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    public boolean isAwaited(Instant now) {
        return waitUntil != null && waitUntil.isAfter(now);
    }

    /** The same, for the callers of a repeat. */
    public LedgerEntry awaitedBy(@Nullable CaseCommand repeat) {
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
                repeat == null ? waitUntil : repeat.waitUntil(),
                repeat == null ? trace : repeat.trace(),
                receivedAt,
                updatedAt);
    }

    public boolean isSettled() {
        return state != CaseState.RECEIVED;
    }
}
