package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.askingOf;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.Commands.message;
import static io.caseline.cases.testing.Commands.repeated;
import static io.caseline.cases.testing.Commands.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.ListenerControl;
import io.caseline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** What the inbox lets in, what it sets aside, and when it stops reading. */
@TestPropertySource(
        properties = {
            "caseline.inbox.max-without-outcome=1000",
            "caseline.dispatch.memory=100KB",
            "caseline.events.received=true"
        })
@Import(ListenerControl.class)
@OwnApplication
class InboxTest extends RunningCaseProcessor {

    @Autowired
    ListenerControl listeners;

    @Test
    void above_a_number_of_commands_without_an_outcome_the_inbox_pauses_and_later_goes_on() {
        ORG.fault("status", 503);
        SubmitCase[] first = many(1100, "gobank", "Fills the ledger");
        send(first);
        await().until(() -> gauge("caseline.cases.records", "state", "received") > 1000);
        SubmitCase late = asking("Waits in Kafka");
        send(late);
        await().until(() -> gauge("caseline.listener.paused", "listener", "case-commands") == 1);
        assertThat(ledger.find(late.getCorrelationId())).isEmpty();
        assertThat(gauge("caseline.cases.queue.bytes"))
                .as("most of them wait in the ledger")
                .isLessThanOrEqualTo(100 * 1024);
        ORG.heal();

        awaitState(late, CREATED);
        assertThat(events(first)).hasSize(1100);
        await().until(() -> gauge("caseline.listener.paused", "listener", "case-commands") == 0);
    }

    @Test
    void each_new_command_has_one_event_before_its_outcome() {
        SubmitCase command = asking("Counts as received");
        SubmitCase refused = unreadable();
        send(List.of(message(command), message(command), message(refused)));
        awaitState(command, CREATED);
        send(command);

        awaitState(refused, FAILED);
        SubmitCase next = asking("After the repeat");
        send(next);
        assertThat(events(command, refused, next)).hasSize(3);
        assertThat(allEvents(command))
                .extracting(event -> event.getType() + " " + event.getAttempts())
                .containsExactly("RECEIVED 0", "CREATED 1");
        assertThat(allEvents(refused))
                .extracting(event -> event.getType() + " " + event.getAttempts())
                .containsExactly("RECEIVED 0", "FAILED 1");
        CaseEvent received = allEvents(command).getFirst();
        assertThat(received.getOccurredAt()).isEqualTo(received.getReceivedAt()).isEqualTo(command.getReceivedAt());
        assertThat(records(Topic.Names.CASES_STATE, command, refused))
                .extracting(ConsumerRecord::value)
                .containsExactlyInAnyOrderElementsOf(allEvents(command, refused));
    }

    @Test
    void a_repeat_after_the_purge_has_both_events_again_and_its_state_ends_as_created() {
        SubmitCase command = asking("Purged");
        send(command);
        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
        query(
                UUID.class,
                "delete from ledger_entry where correlation_id = ? returning correlation_id",
                command.getCorrelationId());
        send(repeated(command, Duration.ofHours(2)));

        await().until(() -> events(command).size() == 2);
        List<CaseEvent> events = allEvents(command);
        assertThat(events)
                .extracting(event -> event.getType() + " " + event.getAttempts())
                .containsExactly("RECEIVED 0", "CREATED 1", "RECEIVED 0", "CREATED 1");
        assertThat(events.stream().map(CaseEvent::getEventId).distinct()).hasSize(2);
        assertThat(records(Topic.Names.CASES_STATE, command).getLast().value()).isEqualTo(events.getLast());
    }

    @Test
    void a_command_that_the_database_refuses_becomes_a_dead_letter_alone() {
        double deadLetters = listeners.deadLetters(Topic.Names.CASES_COMMANDS);
        SubmitCase before = asking("Before");
        SubmitCase refused = askingOf("go\u0000bank", "No text for PostgreSQL");
        SubmitCase after = asking("After");
        sendTogether(before, refused, after);

        List.of(before, after).forEach(command -> awaitState(command, CREATED));
        await().until(() -> listeners.deadLetters(Topic.Names.CASES_COMMANDS) == deadLetters + 1);
        assertThat(ledger.find(refused.getCorrelationId())).isEmpty();
        assertThat(events(before, after)).hasSize(2);
        await().until(() -> gauge("caseline.cases.queue.bytes") == 0);
    }

    @Test
    void bytes_that_no_schema_reads_become_a_dead_letter_and_the_rest_goes_on() {
        double deadLetters = listeners.deadLetters(Topic.Names.CASES_COMMANDS);
        SubmitCase good = asking("Beside poison");
        send(Stream.<Object>of("poison".getBytes(StandardCharsets.UTF_8), good)
                .map(value -> new ProducerRecord<>(Topic.Names.CASES_COMMANDS, 5, "key", value))
                .toList());

        awaitState(good, CREATED);
        assertThat(listeners.deadLetters(Topic.Names.CASES_COMMANDS)).isEqualTo(deadLetters + 1);
    }

    private double gauge(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }
}
