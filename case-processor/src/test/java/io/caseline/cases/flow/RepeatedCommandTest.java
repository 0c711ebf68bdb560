package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Commands.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command that comes again makes no second case and no second event; its caller gets the stored outcome. */
class RepeatedCommandTest extends RunningCaseProcessor {
    @Test
    void a_repeat_of_a_command_with_an_outcome_gets_the_reply_again_but_makes_no_second_event_or_case() {
        SubmitCase command = asking("Sent twice");
        send(command);
        LedgerEntry first = awaitState(command, CREATED);
        send(List.of(awaited(command)));

        assertThat(replies(command)).hasSize(1);
        assertThat(((CaseEvent) replies(command).getFirst().value()).getCaseNumber())
                .isEqualTo(first.caseNumber());
        assertThat(events(command)).hasSize(1);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(ORG.insertsOf(command)).hasSize(1);
    }

    @Test
    void a_repeat_of_a_command_without_an_outcome_gets_the_reply_with_it() {
        ORG.fault("hold", 1000);
        SubmitCase command = asking("Asked again while under way");
        send(command);
        await().until(() -> ORG.count("concurrent") == 1);
        send(List.of(awaited(command)));
        await().until(() -> awaitState(command, RECEIVED).waitUntil() != null);
        ORG.heal();

        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void the_same_id_twice_in_one_batch_makes_one_case_and_one_event() {
        SubmitCase command = asking("Twice at once");
        ORG.resetStats();
        send(List.of(message(command), awaited(command), message(command)));

        assertThat(replies(command)).isNotEmpty();
        assertThat(events(command)).hasSize(1);
        assertThat(ORG.inserts())
                .filteredOn(call ->
                        call.externalIds().contains(command.getCorrelationId().toString()))
                .hasSize(1);
    }
}
