package io.caseline.cases.submissions;

import io.caseline.cases.ledger.CaseState;
import io.caseline.schemas.CloudEventHeaders;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts together what happened to one submission: its outcomes, its case's changes in Salesforce, its replays, and what people did with it. */
final class SubmissionHistory {
    /** Of each kind, the newest; a bound for memory. */
    private static final int MOST = 500;

    private final JdbcClient jdbc;
    private final ChangeHistory changes;

    SubmissionHistory(JdbcClient jdbc) {
        this.jdbc = jdbc;
        this.changes = new ChangeHistory(jdbc);
    }

    /** The oldest first. */
    List<HistoryEntry> of(Submission submission) {
        UUID id = submission.correlationId();
        List<HistoryEntry> outcomes = outcomes(id);
        List<HistoryEntry> entries = new ArrayList<>();
        entries.add(received(submission));
        discard(submission, outcomes).ifPresent(entries::add);
        outcomes.stream()
                .filter(outcome -> outcome.type() != HistoryEntry.Type.DISCARDED)
                .forEach(entries::add);
        entries.addAll(changes.of(id, MOST));
        entries.addAll(replays(id));
        entries.addAll(actions(id));
        entries.sort(Comparator.comparing(HistoryEntry::at));
        return List.copyOf(entries);
    }

    private static HistoryEntry received(Submission submission) {
        return new HistoryEntry(
                submission.receivedAt(),
                HistoryEntry.Type.RECEIVED,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** The present outcome is in the ledger, and may be among the earlier ones too. */
    private List<HistoryEntry> outcomes(UUID id) {
        return jdbc.sql("""
                select attempt, state, code, fields, case_number, replay, occurred_at from earlier_outcome earlier
                where correlation_id = :id and not exists (
                    select from ledger_entry entry where entry.correlation_id = :id and entry.state <> 'RECEIVED'
                        and entry.attempts = earlier.attempt)
                union all
                select attempts, state, failure_code, failure_fields, case_number, replay, updated_at from ledger_entry
                where correlation_id = :id and state <> 'RECEIVED'
                order by attempt desc limit :most""")
                .param("id", id)
                .param("most", MOST)
                .query((row, number) -> outcome(id, row))
                .list();
    }

    private static HistoryEntry outcome(UUID id, ResultSet row) throws SQLException {
        CaseState state = CaseState.valueOf(row.getString("state"));
        int attempt = row.getInt("attempt");
        String fields = row.getString("fields");
        return new HistoryEntry(
                Submission.instant(row, "occurred_at"),
                HistoryEntry.Type.valueOf(state.name()),
                attempt,
                row.getString("code"),
                fields == null ? null : Submission.fields(fields),
                row.getString("case_number"),
                row.getObject("replay", Long.class),
                null,
                null,
                null,
                CloudEventHeaders.eventId(id, state.name(), attempt));
    }

    private List<HistoryEntry> replays(UUID id) {
        return jdbc.sql("""
                select replay.id, replay.started_at, replay.started_by, replay.reason, entry.state
                from replay_entry entry join replay on replay.id = entry.replay
                where entry.correlation_id = :id order by entry.replay desc limit :most""")
                .param("id", id)
                .param("most", MOST)
                .query((row, number) -> new HistoryEntry(
                        Submission.instant(row, "started_at"),
                        HistoryEntry.Type.REPLAY,
                        null,
                        null,
                        null,
                        null,
                        row.getLong("id"),
                        row.getString("started_by"),
                        row.getString("reason"),
                        row.getString("state"),
                        null))
                .list();
    }

    /**
     * Somebody's action and an outcome in one. Of one whose case was found later, the ledger has the action only: its outcome
     * is the one that is missing.
     */
    private Optional<HistoryEntry> discard(Submission submission, List<HistoryEntry> outcomes) {
        UUID id = submission.correlationId();
        Set<Integer> known = outcomes.stream()
                .filter(outcome -> outcome.type() != HistoryEntry.Type.DISCARDED)
                .map(outcome -> Objects.requireNonNull(outcome.attempt()))
                .collect(Collectors.toSet());
        int attempt = IntStream.rangeClosed(1, submission.attempts())
                .filter(number -> !known.contains(number))
                .findFirst()
                .orElse(submission.attempts());
        return jdbc.sql("""
                select audit.at, audit.actor, audit.reason from ledger_entry entry join audit on audit.id = entry.discard
                where entry.correlation_id = :id""")
                .param("id", id)
                .query((row, number) -> new HistoryEntry(
                        Submission.instant(row, "at"),
                        HistoryEntry.Type.DISCARDED,
                        attempt,
                        null,
                        null,
                        null,
                        null,
                        row.getString("actor"),
                        row.getString("reason"),
                        null,
                        CloudEventHeaders.eventId(id, CaseState.DISCARDED.name(), attempt)))
                .optional();
    }

    private List<HistoryEntry> actions(UUID id) {
        return jdbc.sql("""
                select at, action, actor, reason, result from audit where correlation_id = :id and action <> 'DISCARDED'
                order by id desc limit :most""")
                .param("id", id)
                .param("most", MOST)
                .query((row, number) -> new HistoryEntry(
                        Submission.instant(row, "at"),
                        type(row.getString("action")),
                        null,
                        null,
                        null,
                        null,
                        null,
                        row.getString("actor"),
                        row.getString("reason"),
                        row.getString("result"),
                        null))
                .list();
    }

    private static HistoryEntry.Type type(String action) {
        return switch (action) {
            case "CONTENT_VIEWED" -> HistoryEntry.Type.VIEWED;
            case "CONTENT_AMENDED" -> HistoryEntry.Type.AMENDED;
            default -> HistoryEntry.Type.ACTION;
        };
    }
}
