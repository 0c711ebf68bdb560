package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Commands.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.FakeOrg;
import io.caseline.cases.testing.FakeOrg.OrgCase;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From the command to its case, ledger row, event and reply. */
class JourneyTest extends RunningCaseProcessor {

    @Test
    void a_command_becomes_a_case_a_row_an_event_and_a_reply() {
        SubmitCase command = asking("Card lost");
        send(List.of(awaited(command)));

        LedgerEntry entry = awaitState(command, CREATED);
        OrgCase made = Objects.requireNonNull(ORG.find(command.getCorrelationId()));
        assertThat(made.fields().path("Subject").asString()).isEqualTo("Card lost");
        assertThat(entry.caseNumber()).isEqualTo(made.number());
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(sealedCommandIsKept(command)).isFalse();
        CaseEvent event = events(command).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.CREATED);
        assertThat(event.getCaseNumber()).isEqualTo(made.number());
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
    void many_commands_make_few_calls_and_one_event_each() {
        SubmitCase[] commands =
                Stream.generate(() -> asking("One of many")).limit(450).toArray(SubmitCase[]::new);
        int before = ORG.calls.get();
        send(commands);

        assertThat(events(commands)).hasSize(450).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.calls.get() - before).isLessThanOrEqualTo(25);
    }

    @Test
    void nobody_gets_a_reply_where_nobody_waits() {
        SubmitCase silent = asking("Sent by respond-async");
        SubmitCase late = asking("Its caller has gone");
        ProducerRecord<String, Object> expired = message(late);
        MessageHeaders.waitUntil(late.getReceivedAt().minusSeconds(60), expired.headers());
        send(List.of(message(silent), expired));
        awaitState(silent, CREATED);
        awaitState(late, CREATED);
        SubmitCase next = asking("Sent after both");
        send(List.of(awaited(next)));

        assertThat(replies(next)).hasSize(1);
        assertThat(repliesNow(silent, late)).isEmpty();
    }

    @Test
    void a_repeat_of_a_settled_command_gets_the_reply_again_but_makes_no_second_event_or_case() {
        SubmitCase command = asking("Sent twice");
        send(command);
        LedgerEntry first = awaitState(command, CREATED);
        int calls = ORG.calls.get();
        send(List.of(awaited(command)));

        assertThat(replies(command)).hasSize(1);
        assertThat(((CaseEvent) replies(command).getFirst().value()).getCaseNumber())
                .isEqualTo(first.caseNumber());
        assertThat(events(command)).hasSize(1);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(ORG.calls.get()).isEqualTo(calls);
    }

    @Test
    void a_repeat_of_a_pending_command_gets_the_reply_when_it_is_settled() throws InterruptedException {
        CountDownLatch mayAnswer = holdAnswers();
        SubmitCase command = asking("Asked again while under way");
        send(command);
        await().until(() -> ORG.underWay.get() == 1);
        send(List.of(awaited(command)));
        await().until(() -> awaitState(command, RECEIVED).waitUntil() != null);
        mayAnswer.countDown();

        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void the_same_id_twice_in_one_batch_makes_one_case_and_one_event() {
        SubmitCase command = asking("Twice at once");
        int calls = ORG.inserts.size();
        send(List.of(message(command), awaited(command), message(command)));

        assertThat(replies(command)).isNotEmpty();
        assertThat(events(command)).hasSize(1);
        assertThat(ORG.inserts.stream()
                        .skip(calls)
                        .filter(sent ->
                                sent.json().contains(command.getCorrelationId().toString())))
                .hasSize(1);
    }

    @Test
    void callers_who_wait_do_not_wait_for_each_others_calls() {
        CountDownLatch mayAnswer = holdAnswers();
        SubmitCase first = asking("Its call takes long");
        send(List.of(awaited(first)));
        await().until(() -> ORG.underWay.get() == 1);
        SubmitCase second = asking("Has a call of its own");
        send(List.of(awaited(second)));

        await().until(() -> ORG.underWay.get() == 2);
        awaitState(first, RECEIVED);
        mayAnswer.countDown();
        assertThat(replies(first, second)).hasSize(2);
    }

    @Test
    void many_callers_at_once_share_the_calls() {
        CountDownLatch mayAnswer = holdAnswers();
        SubmitCase[] commands =
                Stream.generate(() -> asking("One of many")).limit(64).toArray(SubmitCase[]::new);
        ORG.mostAtOnce.set(0);
        send(Stream.of(commands)
                .map(command -> {
                    ProducerRecord<String, Object> message = awaited(command);
                    return new ProducerRecord<>(message.topic(), 0, "one", message.value(), message.headers());
                })
                .toList());
        await().until(() -> ORG.underWay.get() >= 4);
        mayAnswer.countDown();

        assertThat(events(commands)).hasSize(64);
        assertThat(ORG.mostAtOnce.get()).isBetween(4, 9);
    }

    @Test
    void what_is_long_leaves_as_gzip_and_what_is_short_does_not_and_answers_come_as_gzip() {
        ORG.inserts.clear();
        int zippedAnswers = ORG.zippedAnswers.get();
        SubmitCase lone = asking("Short");
        send(lone);
        awaitState(lone, CREATED);
        assertThat(ORG.inserts)
                .filteredOn(sent -> sent.json().contains(lone.getCorrelationId().toString()))
                .singleElement()
                .satisfies(sent -> assertThat(sent.unzippedLength()).isLessThanOrEqualTo(2048))
                .satisfies(sent -> assertThat(sent.zipped()).isFalse());
        SubmitCase[] commands = Stream.generate(() -> asking("Long")).limit(50).toArray(SubmitCase[]::new);
        sendTogether(commands);

        Stream.of(commands).forEach(command -> awaitState(command, CREATED));
        assertThat(ORG.inserts)
                .filteredOn(sent -> sent.unzippedLength() > 2048)
                .isNotEmpty()
                .allMatch(FakeOrg.Sent::zipped)
                .allMatch(sent -> sent.length() < sent.unzippedLength() / 2);
        assertThat(ORG.zippedAnswers.get()).isGreaterThanOrEqualTo(zippedAnswers + 2);
    }

    @Test
    void a_value_longer_than_its_field_is_cut_with_a_mark_and_stands_whole_in_the_description() {
        String subject = "x".repeat(300);
        SubmitCase command = asking(subject);
        send(command);

        awaitState(command, CREATED);
        JsonNode made =
                Objects.requireNonNull(ORG.find(command.getCorrelationId())).fields();
        assertThat(made.path("Subject").asString()).hasSize(255).endsWith("x…");
        assertThat(made.path("Description").asString()).endsWith("Subject: " + subject);
    }

    private static CountDownLatch holdAnswers() {
        CountDownLatch mayAnswer = new CountDownLatch(1);
        ORG.beforeInsert = () -> {
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        return mayAnswer;
    }
}
