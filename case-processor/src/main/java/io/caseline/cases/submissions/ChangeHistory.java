package io.caseline.cases.submissions;

import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.ledger.CaseSnapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What agents did in Salesforce with the case of a submission. */
final class ChangeHistory {
    private final JdbcClient jdbc;

    ChangeHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The newest of them. Salesforce's times have seconds: none is shown before the outcome that created the case.
     *
     * @param most a bound for memory
     */
    List<HistoryEntry> of(UUID id, int most) {
        return jdbc.sql("select " + CaseChange.COLUMNS + """
                , greatest(change.occurred_at, entry.created_at) as at
                from case_change change left join ledger_entry entry
                    on entry.correlation_id = change.correlation_id and entry.attempts = change.attempt
                where change.correlation_id = ? order by change.attempt desc, change.change desc limit ?""")
                .params(id, most)
                .query(ChangeHistory::entry)
                .list();
    }

    private static HistoryEntry entry(ResultSet row, int number) throws SQLException {
        CaseChange change = CaseChange.of(row, number);
        return new HistoryEntry(
                Submission.instant(row, "at"),
                HistoryEntry.Type.valueOf(change.type().name()),
                change.attempt(),
                null,
                null,
                null,
                null,
                null,
                null,
                describe(change),
                change.eventId());
    }

    private static String describe(CaseChange change) {
        CaseSnapshot before = change.before();
        CaseSnapshot after = change.after();
        List<String> parts = new ArrayList<>();
        parts.add(
                Objects.equals(before.status(), after.status())
                        ? "Status " + after.status()
                        : "Status " + before.status() + " → " + after.status());
        if (!Objects.equals(before.priority(), after.priority())) {
            parts.add("priority " + before.priority() + " → " + after.priority());
        }
        if (!Objects.equals(before.ownerId(), after.ownerId())) {
            parts.add("owner " + owner(before) + " → " + owner(after));
        }
        if (after.comments() != null) {
            parts.add("comments " + after.comments());
        }
        if (after.mergedInto() != null) {
            parts.add("merged into " + after.mergedInto());
        }
        return String.join(", ", parts);
    }

    private static String owner(CaseSnapshot snapshot) {
        return Objects.requireNonNullElse(snapshot.queue(), String.valueOf(snapshot.ownerId()));
    }
}
