package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A call whose response is lost makes one case and one event all the same. */
class LostResponseTest extends RunningCaseProcessor {
    @Test
    void a_call_that_commits_without_a_response_makes_one_case_and_one_event() {
        ORG.fault("commitThenTimeOut", 1);
        SubmitCase command = asking("Timed out");
        send(command);

        assertThat(awaitState(command, CREATED).caseNumber())
                .isEqualTo(ORG.find(command.getCorrelationId()).orElseThrow().number());
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_call_that_commits_without_a_response_makes_one_case_and_one_event_each() {
        ORG.fault("commitThenTimeOut", 1);
        SubmitCase[] commands =
                Stream.generate(() -> asking("Committed")).limit(50).toArray(SubmitCase[]::new);
        long cases = ORG.count("cases");
        send(commands);

        assertThat(events(commands)).hasSize(50).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.count("cases") - cases).isEqualTo(50);
        assertThat(ORG.count("duplicatesRefused")).isPositive();
    }

    @Test
    void responses_that_break_off_or_lack_results_are_requested_again() {
        ORG.faults(Map.of("truncate", 1, "omitResults", 1));
        SubmitCase command = asking("Half an answer");
        send(command);

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_failed_case_becomes_created_if_an_earlier_call_arrives_late() {
        SubmitCase command = asking("Refused, then created by the first call");
        ORG.faults(Map.of("hold", 1, "failRecords", List.of(refusing("Subject", "Refused", "STRING_TOO_LONG"))));
        send(List.of(awaited(command)));
        awaitState(command, FAILED);
        assertThat(ORG.find(command.getCorrelationId())).isEmpty();
        ORG.heal();

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
        await().until(() -> events(command).size() == 2);
        assertThat(events(command)).extracting(event -> event.getType().name()).containsExactly("FAILED", "CREATED");
        await().until(() -> replies(command).size() == 2);
        assertThat(((CaseEvent) replies(command).getLast().value()).getCaseNumber())
                .isNotNull();
    }
}
