package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.Submission;
import io.caseline.cases.testing.FakeOrg.OrgCase;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.MessageHeaders;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** From the command to its case, ledger row, event and reply. */
class JourneyTest extends RunningCaseProcessor {

    @Test
    void a_command_becomes_a_case_a_row_an_event_and_a_reply() {
        SubmitCase command = asking("Card lost");
        send(List.of(awaited(command)));

        Submission submission = awaitState(command, CREATED);
        OrgCase made = Objects.requireNonNull(ORG.find(command.getCorrelationId()));
        assertThat(made.fields().path("Subject").asString()).isEqualTo("Card lost");
        assertThat(submission.caseNumber()).isEqualTo(made.number());
        assertThat(submission.attempts()).isEqualTo(1);
        CaseEvent event = events(command).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.CREATED);
        assertThat(event.getCaseNumber()).isEqualTo(made.number());
        ConsumerRecord<String, Object> reply = replies(command).getFirst();
        assertThat(reply.value()).isEqualTo(event);
        assertThat(MessageHeaders.correlationId(reply.headers())).contains(command.getCorrelationId());
    }

    @Test
    void many_commands_make_few_calls_and_one_event_each() {
        SubmitCase[] commands =
                Stream.generate(() -> asking("One of many")).limit(450).toArray(SubmitCase[]::new);
        int before = ORG.calls.get();
        send(commands);

        assertThat(events(commands)).hasSize(450).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.calls.get() - before).isLessThanOrEqualTo(12);
    }
}
