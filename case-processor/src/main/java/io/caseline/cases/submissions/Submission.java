package io.caseline.cases.submissions;

import io.caseline.cases.ledger.CaseState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What operators see of an accepted request: nothing of what the customer said.
 *
 * @param attempts number of outcomes so far
 * @param replays number of replays of the content as it is now
 * @param quarantined whether it has been replayed too often, so that replays leave it out
 * @param failureCode why it failed; without an outcome, why its last call left it so
 * @param failureFields Salesforce's fields that the failure names
 * @param updatedAt when the state last changed
 * @param replay the open replay that has it
 */
public record Submission(
        UUID correlationId,
        String program,
        UUID requestId,
        CaseState state,
        int attempts,
        int replays,
        boolean quarantined,
        @Nullable String caseNumber,
        @Nullable String failureCode,
        List<String> failureFields,
        Instant receivedAt,
        Instant updatedAt,
        @Nullable Long replay) {

    /** The columns that {@link #of} reads, of a {@code ledger_entry entry} and its {@code replay_entry open}. */
    static final String COLUMNS = """
            entry.correlation_id, entry.program_code, entry.request_id, entry.state, entry.attempts, entry.replays,
            entry.state = 'FAILED' and entry.replays >= :maxReplays as quarantined, entry.case_number, entry.failure_code,
            entry.failure_fields, entry.received_at, entry.updated_at, open.replay as open_replay""";

    /** Joins the entry of the open replay that has a submission. */
    static final String OPEN_REPLAY = """
            left join replay_entry open on open.correlation_id = entry.correlation_id and open.state in ('WAITING', 'SENT')
            """;

    static Submission of(ResultSet row, int number) throws SQLException {
        return new Submission(
                row.getObject("correlation_id", UUID.class),
                row.getString("program_code"),
                row.getObject("request_id", UUID.class),
                CaseState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getInt("replays"),
                row.getBoolean("quarantined"),
                row.getString("case_number"),
                row.getString("failure_code"),
                fields(row.getString("failure_fields")),
                instant(row, "received_at"),
                instant(row, "updated_at"),
                row.getObject("open_replay", Long.class));
    }

    static List<String> fields(@Nullable String fields) {
        return fields == null || fields.isEmpty() ? List.of() : List.of(fields.split(",", -1));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(instantOrNull(row, column));
    }

    static @Nullable Instant instantOrNull(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }
}
