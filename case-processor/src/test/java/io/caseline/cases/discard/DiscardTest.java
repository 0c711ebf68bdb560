package io.caseline.cases.discard;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;

/** What an operator discards gets no case; nobody is left without an answer. */
class DiscardTest extends RunningCaseProcessor {
    @Autowired
    private DiscardService discards;

    @Autowired
    private AuditLog audit;

    @Test
    void a_discarded_submission_has_its_event_and_its_reply_and_loses_what_the_customer_said() {
        SubmitCase command = asking("Refuse and discard");
        fail("Refuse and discard", command);

        assertThat(discards.count(only(command))).isEqualTo(1);
        assertThat(discards.discard(only(command), "a test of the partner's", "ann"))
                .isEqualTo(new Discarded(1, false, 0));

        LedgerEntry entry = awaitState(command, DISCARDED);
        assertThat(entry.attempts()).isEqualTo(2);
        assertThat(entry.failureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(sealedCommandIsKept(command)).isFalse();
        await().until(() -> events(command).size() == 2);
        assertThat(events(command))
                .extracting(CaseEvent::getType)
                .containsExactly(CaseEventType.FAILED, CaseEventType.DISCARDED);
        assertThat(events(command).getLast().getFailureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(events(command).getLast().getAttempts()).isEqualTo(2);
        assertThat(query(
                        String.class,
                        "select state || attempt || code || fields from earlier_outcome where correlation_id = ? order by attempt",
                        command.getCorrelationId()))
                .containsExactly("FAILED1STRING_TOO_LONGSubject", "DISCARDED2STRING_TOO_LONGSubject");
        assertThat(discards.discard(only(command), "again", "ann")).isEqualTo(new Discarded(0, false, 0));
    }

    @Test
    void the_audit_tells_who_discarded_what_and_why() {
        SubmitCase command = asking("Refuse and audit");
        fail("Refuse and audit", command);
        discards.discard(only(command), "sent by mistake", "ann");

        AuditEntry entry = audit.findByCorrelationIdOrderById(command.getCorrelationId(), Limit.of(10))
                .getFirst();
        assertThat(entry.actor()).isEqualTo("ann");
        assertThat(entry.action()).isEqualTo(Action.DISCARDED);
        assertThat(entry.reason()).isEqualTo("sent by mistake");
        assertThat(entry.filter()).isEqualTo("state=FAILED&correlationId=" + command.getCorrelationId());
        assertThat(entry.result()).isEqualTo("1 discarded, 0 left out as open replays have them");
        assertThat(query(
                        Long.class,
                        "select discard from ledger_entry where correlation_id = ?",
                        command.getCorrelationId()))
                .containsExactly(entry.id());
    }

    @Test
    void who_still_waits_and_who_asks_again_gets_the_state() {
        SubmitCase command = asking("Refuse and wait");
        ORG.fault("failRecords", List.of(refusing("Subject", "Refuse and wait", "STRING_TOO_LONG")));
        send(List.of(awaited(command)));
        awaitState(command, FAILED);
        discards.discard(only(command), "no case", "ann");
        await().until(() -> replies(command).size() == 2);

        send(List.of(awaited(command)));
        await().until(() -> replies(command).size() == 3);
        assertThat(replies(command))
                .extracting(reply -> ((CaseEvent) reply.value()).getType())
                .containsExactly(CaseEventType.FAILED, CaseEventType.DISCARDED, CaseEventType.DISCARDED);
        assertThat(events(command)).hasSize(2);
    }

    @Test
    void a_case_that_turns_up_after_all_makes_its_submission_created() {
        SubmitCase command = asking("Refuse the second call");
        ORG.faults(Map.of("hold", 1, "failRecords", List.of(refusing("Subject", "Refuse the", "STRING_TOO_LONG"))));
        send(command);
        awaitState(command, FAILED);
        discards.discard(only(command), "no case", "ann");
        ORG.heal();

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(3);
        await().until(() -> events(command).size() == 3);
        assertThat(events(command))
                .extracting(CaseEvent::getType)
                .containsExactly(CaseEventType.FAILED, CaseEventType.DISCARDED, CaseEventType.CREATED);
        assertThat(events(command).getLast().getFailureCode()).isNull();
    }

    @Test
    void what_an_open_replay_has_is_left_alone() {
        SubmitCase waiting = asking("Refuse and replay");
        SubmitCase free = asking("Refuse and do not replay");
        fail("Refuse and", waiting, free);
        long replay = insertReplay(waiting);
        SubmissionFilter both = filter(List.of(waiting.getCorrelationId(), free.getCorrelationId()), null);

        assertThat(discards.count(both)).isEqualTo(1);
        assertThat(discards.discard(both, "no case", "ann")).isEqualTo(new Discarded(1, false, 1));
        awaitState(free, DISCARDED);
        awaitState(waiting, FAILED);

        jdbc.sql("update replay_entry set state = 'CANCELLED' where replay = ?")
                .param(replay)
                .update();
        jdbc.sql("update replay set state = 'CANCELLED' where id = ?")
                .param(replay)
                .update();
        assertThat(discards.discard(both, "no case", "ann").discarded()).isEqualTo(1);
    }

    @Test
    void a_thousand_are_discarded_at_a_time() {
        SubmitCase[] commands = many(1050, "discards", "Refuse a lot");
        ORG.fault("failRecords", List.of(refusing("Subject", "Refuse a lot", "STRING_TOO_LONG")));
        send(commands);
        SubmissionFilter filter = filter(List.of(), "discards");
        await().until(() -> discards.count(filter) == 1050);

        assertThat(discards.discard(filter, "a test", "ann")).isEqualTo(new Discarded(1000, true, 0));
        assertThat(discards.discard(filter, "a test", "ann")).isEqualTo(new Discarded(50, false, 0));
        assertThat(events(commands).stream()
                        .filter(event -> event.getType() == CaseEventType.DISCARDED)
                        .map(CaseEvent::getCorrelationId))
                .doesNotHaveDuplicates();
        await().until(() -> events(commands).size() == 2100);
    }

    @Test
    void only_failed_submissions_can_be_discarded_and_only_with_a_reason() {
        assertThatThrownBy(() -> discards.discard(SubmissionFilter.all(CREATED), "why", "ann"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FAILED");
        assertThatThrownBy(() -> discards.count(SubmissionFilter.all(CaseState.RECEIVED)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> discards.discard(SubmissionFilter.all(FAILED), " ", "ann"))
                .hasMessage("reason is required");
    }

    private void fail(String subject, SubmitCase... commands) {
        ORG.fault("failRecords", List.of(refusing("Subject", subject, "STRING_TOO_LONG")));
        send(commands);
        Stream.of(commands).forEach(command -> awaitState(command, FAILED));
        ORG.heal();
    }

    private static SubmissionFilter only(SubmitCase command) {
        return SubmissionFilter.of(command.getCorrelationId(), FAILED);
    }

    private static SubmissionFilter filter(List<UUID> ids, @Nullable String program) {
        return new SubmissionFilter(FAILED, program, null, null, null, null, null, null, null, ids);
    }

    /** A replay that is paused before it has sent anything. */
    private long insertReplay(SubmitCase command) {
        long replay = query(Long.class, """
                insert into replay (version, state, filter, reason, started_by, started_at, canary_passed, total)
                values (0, 'PAUSED', '', 'test', 'bob', now(), false, 1) returning id""").getFirst();
        jdbc.sql(
                        "insert into replay_entry (replay, position, correlation_id, program_code, state) values (?, 1, ?, 'gobank', 'WAITING')")
                .param(replay)
                .param(command.getCorrelationId())
                .update();
        return replay;
    }
}
