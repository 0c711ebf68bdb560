package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Commands.message;
import static io.caseline.cases.testing.Commands.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.activity.Activity;
import io.caseline.cases.activity.Activity.Minute;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.cases.testing.SandboxOrg.OrgCase;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** From the command to its case, ledger entry, event and reply. */
class JourneyTest extends RunningCaseProcessor {
    @Autowired
    private Activity activity;

    @Test
    void a_command_becomes_a_case_a_row_an_event_and_a_reply() {
        SubmitCase command = asking("Card lost");
        send(List.of(awaited(command)));

        LedgerEntry entry = awaitState(command, CREATED);
        OrgCase made = ORG.find(command.getCorrelationId()).orElseThrow();
        assertThat(made.fields().get("Subject")).isEqualTo("Card lost");
        assertThat(entry.caseNumber()).isEqualTo(made.number());
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(sealedCommandIsKept(command)).isFalse();
        CaseEvent event = events(command).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.CREATED);
        assertThat(event.getCaseNumber()).isEqualTo(made.number());
        assertThat(records(Topic.Names.CASES_STATE, command))
                .singleElement()
                .satisfies(state -> assertThat(state.value()).isEqualTo(event));
        ConsumerRecord<String, Object> reply = replies(command).getFirst();
        assertThat(reply.value()).isEqualTo(event);
        assertThat(MessageHeaders.correlationId(reply.headers())).contains(command.getCorrelationId());
    }

    @Test
    void the_trace_of_a_command_goes_on_with_its_event_and_its_reply() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        SubmitCase command = asking("Traced");
        ProducerRecord<String, Object> message = awaited(command);
        message.headers().add("traceparent", trace.getBytes(StandardCharsets.US_ASCII));
        send(List.of(message));

        Headers event = records(Topic.Names.CASES_EVENTS, command).getFirst().headers();
        assertThat(event.lastHeader("traceparent").value()).asString().isEqualTo(trace);
        assertThat(event.lastHeader("ce_traceparent").value()).asString().isEqualTo(trace);
        Headers reply = replies(command).getFirst().headers();
        assertThat(reply.lastHeader("traceparent").value()).asString().isEqualTo(trace);
    }

    @Test
    void commands_and_outcomes_count_in_the_last_hour() {
        Minute before = sum();
        SubmitCase failing = unreadable();
        send(asking("Counted"), asking("Counted, too"), failing);
        awaitState(failing, FAILED);

        await().untilAsserted(() -> {
            Minute now = sum();
            assertThat(now.received() - before.received()).isEqualTo(3);
            assertThat(now.created() - before.created()).isEqualTo(2);
            assertThat(now.failed() - before.failed()).isEqualTo(1);
        });
    }

    private Minute sum() {
        return activity.lastHour().stream()
                .reduce((one, other) -> new Minute(
                        one.minute(),
                        one.received() + other.received(),
                        one.created() + other.created(),
                        one.failed() + other.failed()))
                .orElseThrow();
    }

    @Test
    void without_a_waiting_caller_there_is_no_reply() {
        SubmitCase silent = asking("Sent by respond-async");
        SubmitCase late = asking("Its caller has gone");
        ProducerRecord<String, Object> expired = message(late);
        MessageHeaders.addWaitUntil(late.getReceivedAt().minusSeconds(60), expired.headers());
        send(List.of(message(silent), expired));
        awaitState(silent, CREATED);
        awaitState(late, CREATED);
        SubmitCase next = asking("Sent after both");
        send(List.of(awaited(next)));

        assertThat(replies(next)).hasSize(1);
        assertThat(repliesNow(silent, late)).isEmpty();
    }

    @Test
    void a_value_longer_than_its_field_is_cut_with_a_mark_and_stands_whole_in_the_description() {
        String subject = "x".repeat(300);
        SubmitCase command = asking(subject);
        send(command);

        awaitState(command, CREATED);
        Map<String, Object> made =
                ORG.find(command.getCorrelationId()).orElseThrow().fields();
        assertThat(made.get("Subject")).asString().hasSize(255).endsWith("x…");
        assertThat(made.get("Description")).asString().endsWith("Subject: " + subject);
    }
}
