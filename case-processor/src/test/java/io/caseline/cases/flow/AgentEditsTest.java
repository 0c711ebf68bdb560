package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.DueCommands;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** What an agent has edited stays, whatever comes again. */
class AgentEditsTest extends RunningCaseProcessor {
    @Autowired
    private BeanFactory application;

    @Test
    void what_an_agent_has_edited_stays_when_the_command_is_repeated() {
        SubmitCase command = asking("As it came");
        send(command);
        String caseId = Objects.requireNonNull(awaitState(command, CREATED).salesforceId());
        ORG.edit(caseId, Map.of("Subject", "As the agent wants it", "Status", "Closed"));

        send(List.of(awaited(command)));
        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
        jdbc.sql("delete from ledger_entry where correlation_id = ?")
                .param(command.getCorrelationId())
                .update();
        send(List.of(awaited(command)));
        await().until(() -> replies(command).size() == 2);

        assertThat(ORG.find(command.getCorrelationId()).orElseThrow().fields())
                .containsEntry("Subject", "As the agent wants it");
        assertThat(awaitState(command, CREATED).salesforceId()).isEqualTo(caseId);
    }

    @Test
    void a_failed_command_that_is_due_again_and_that_salesforce_has_leaves_what_an_agent_has_edited() {
        SubmitCase command = asking("As it came");
        send(command);
        String caseId = Objects.requireNonNull(awaitState(command, CREATED).salesforceId());
        assertThat(events(command)).hasSize(1);
        ORG.edit(caseId, Map.of("Subject", "As the agent wants it"));
        jdbc.sql("""
                update ledger_entry set state = 'RECEIVED', salesforce_id = null, case_number = null, due_at = now(),
                    sealed_case = ? where correlation_id = ?""")
                .params(command.getSealedCase().array(), command.getCorrelationId())
                .update();
        DueCommands.of(command.getProgramCode(), application);

        await().until(() -> awaitState(command, CREATED).attempts() == 2);
        assertThat(awaitState(command, CREATED).salesforceId()).isEqualTo(caseId);
        assertThat(ORG.find(command.getCorrelationId()).orElseThrow().fields())
                .containsEntry("Subject", "As the agent wants it");
    }
}
