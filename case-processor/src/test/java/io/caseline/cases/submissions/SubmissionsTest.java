package io.caseline.cases.submissions;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.LedgerFixture;
import io.caseline.cases.submissions.Groups.Group;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What operators see of submissions, on a ledger that real methods have filled. */
class SubmissionsTest extends LedgerFixture {
    private final Submissions submissions = new Submissions(database.jdbc, 5);

    @Test
    void pages_have_each_submission_once_the_newest_first() {
        List<UUID> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.addFirst(failed("gobank", FAILURE));
        }
        List<UUID> seen = new ArrayList<>();
        Cursor cursor = null;
        do {
            Page page = submissions.list(SubmissionFilter.all(FAILED), cursor, 3);
            page.items().forEach(item -> seen.add(item.correlationId()));
            cursor = page.next() == null ? null : Cursor.parse(page.next().toString());
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(ids);
    }

    @Test
    void submissions_of_the_same_time_are_not_lost_between_pages() {
        List<UUID> ids = List.of(failed("gobank", FAILURE), failed("gobank", FAILURE), failed("gobank", FAILURE));
        database.jdbc.sql("update ledger_entry set updated_at = now()").update();
        List<UUID> seen = new ArrayList<>();
        submissions.export(SubmissionFilter.all(FAILED), item -> seen.add(item.correlationId()));
        Page first = submissions.list(SubmissionFilter.all(FAILED), null, 2);
        Page second = submissions.list(SubmissionFilter.all(FAILED), first.next(), 2);

        assertThat(seen).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isNull();
    }

    @Test
    void each_state_has_its_list() {
        UUID failed = failed("gobank", FAILURE);
        ClaimedCommand created = claimed(command("gobank"));
        save(created, OUTCOME);
        CaseCommand received = command("gobank");
        insert(received);
        UUID discarded = failed("gobank", FAILURE);
        database.jdbc
                .sql("update ledger_entry set state = 'DISCARDED' where correlation_id = ?")
                .param(discarded)
                .update();

        assertThat(listed(FAILED)).containsExactly(failed);
        assertThat(listed(CREATED)).containsExactly(created.correlationId());
        assertThat(listed(RECEIVED)).containsExactly(received.correlationId());
        assertThat(listed(DISCARDED)).containsExactly(discarded);
        assertThat(submissions.overview()).satisfies(overview -> {
            assertThat(List.of(overview.received(), overview.created(), overview.failed(), overview.discarded()))
                    .containsExactly(1L, 1L, 1L, 1L);
            assertThat(overview.oldestReceived()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
            assertThat(overview.oldestFailed()).isNotNull();
        });
    }

    @Test
    void filters_are_combined() {
        UUID subject = failed("gobank", new Failed("STRING_TOO_LONG", List.of("Subject", "Description")));
        failed("gobank", new Failed("STRING_TOO_LONG", List.of("Description")));
        failed("gobank", new Failed("REQUIRED_FIELD_MISSING", List.of("Subject")));
        failed("other", new Failed("STRING_TOO_LONG", List.of("Subject")));

        assertThat(submissions
                        .list(filter("gobank", "STRING_TOO_LONG", "Subject"), null, 50)
                        .items())
                .extracting(Submission::correlationId, Submission::failureFields)
                .containsExactly(Tuple.tuple(subject, List.of("Subject", "Description")));
        assertThat(submissions.list(filter(null, null, "Subj"), null, 50).items())
                .isEmpty();
    }

    @Test
    void groups_count_failures_by_program_and_reason() {
        UUID first = failed("gobank", FAILURE);
        failed("gobank", FAILURE);
        failed("other", FAILURE);
        UUID quarantined = failed("gobank", FAILURE);
        database.jdbc
                .sql("update ledger_entry set replays = 5 where correlation_id = ?")
                .param(quarantined)
                .update();
        openReplay(first);

        Groups groups = submissions.groups(SubmissionFilter.all(FAILED));
        assertThat(groups.total()).isEqualTo(4);
        assertThat(groups.groups())
                .extracting(
                        Group::program, Group::code, Group::fields, Group::count, Group::inReplay, Group::quarantined)
                .containsExactly(
                        Tuple.tuple("gobank", "STRING_TOO_LONG", "Subject,Description", 3, 1, 1),
                        Tuple.tuple("other", "STRING_TOO_LONG", "Subject,Description", 1, 0, 0));
        assertThat(submissions.find(quarantined).orElseThrow().submission().quarantined())
                .isTrue();
        assertThat(submissions.find(first).orElseThrow().submission().replay()).isEqualTo(7);
    }

    @Test
    void a_history_has_every_outcome_replay_and_action_in_order() {
        UUID id = failed("gobank", FAILURE);
        openReplay(id);
        database.jdbc.sql("""
                        insert into audit (at, actor, action, reason, correlation_id, result)
                        values (now(), 'ann', 'CONTENT_AMENDED', 'typo', ?, 'changed: subject')""").param(id).update();

        SubmissionDetail detail = submissions.find(id).orElseThrow();
        assertThat(detail.history())
                .extracting(HistoryEntry::type, HistoryEntry::attempt, HistoryEntry::actor, HistoryEntry::detail)
                .containsExactly(
                        Tuple.tuple(HistoryEntry.Type.RECEIVED, null, null, null),
                        Tuple.tuple(HistoryEntry.Type.FAILED, 1, null, null),
                        Tuple.tuple(HistoryEntry.Type.REPLAY, null, "olga", "WAITING"),
                        Tuple.tuple(HistoryEntry.Type.AMENDED, null, "ann", "changed: subject"));
        assertThat(submissions.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void what_is_no_cursor_is_refused() {
        for (String text : List.of("", "x", "AAAA", "////", "ä")) {
            assertThatThrownBy(() -> Cursor.parse(text)).as(text).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private void openReplay(UUID id) {
        database.jdbc.sql("""
                        insert into replay (id, version, state, filter, reason, started_by, started_at, canary_passed, total)
                        values (7, 0, 'RUNNING', 'state=FAILED', 'mended', 'olga', now(), true, 1)""").update();
        database.jdbc.sql("""
                        insert into replay_entry (replay, position, correlation_id, program_code, state)
                        values (7, 1, ?, 'gobank', 'WAITING')""").param(id).update();
    }

    private UUID failed(String program, Failed failure) {
        ClaimedCommand command = claimed(command(program));
        save(command, failure);
        return command.correlationId();
    }

    private List<UUID> listed(CaseState state) {
        return submissions.list(SubmissionFilter.all(state), null, 50).items().stream()
                .map(Submission::correlationId)
                .toList();
    }

    private static SubmissionFilter filter(@Nullable String program, @Nullable String code, @Nullable String field) {
        return new SubmissionFilter(FAILED, program, code, field, null, null, null, null, null, List.of());
    }
}
