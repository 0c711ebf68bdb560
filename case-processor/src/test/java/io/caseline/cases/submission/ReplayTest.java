package io.caseline.cases.submission;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.DISCARDED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.replay;
import static io.caseline.cases.testing.Commands.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import tools.jackson.databind.JsonNode;

/** A failed case that an operator sends again, and what else may come by that way. */
class ReplayTest extends RunningCaseProcessor {
    private static final String MARK =
            "UPDATE case_ledger SET state = ?, version = version + 1 WHERE correlation_id = ?";

    @Autowired
    CrashingPublisher publisher;

    @Autowired
    MeterRegistry meters;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    DataSource database;

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    @AfterEach
    void noCrashes() {
        publisher.crashes.set(0);
        publisher.delay = () -> {};
    }

    @Test
    void a_failed_case_that_is_sent_again_becomes_created_with_an_event_of_its_own() {
        SubmitCase command = failed("Repaired");
        send(List.of(replay(command)));

        LedgerEntry entry = awaitState(command, CREATED);
        assertThat(entry.attempts()).isEqualTo(2);
        assertThat(entry.failureCode()).isNull();
        assertThat(entry.sealedCommand()).isNull();
        assertThat(entry.command().topic()).isEqualTo(Topic.Names.CASES_REPLAYS);
        List<CaseEvent> events = awaitEvents(command, 2);
        assertThat(events).extracting(CaseEvent::getType).containsExactly(CaseEventType.FAILED, CaseEventType.CREATED);
        assertThat(events).extracting(CaseEvent::getAttempts).containsExactly(1, 2);
        assertThat(events).extracting(CaseEvent::getEventId).doesNotHaveDuplicates();
        assertThat(events.getLast().getCaseNumber()).isEqualTo(entry.caseNumber());
    }

    @Test
    void a_case_that_is_marked_as_replaying_becomes_created_too() {
        SubmitCase command = failed("Marked first");
        mark(command, "REPLAYING");
        send(List.of(replay(command)));

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
        assertThat(awaitEvents(command, 2)).hasSize(2);
    }

    @Test
    void a_replay_that_fails_again_is_another_attempt_and_can_be_sent_again() {
        SubmitCase command = failed("Fails twice");
        ORG.refusal = refusing("Fails twice", "INVALID_EMAIL_ADDRESS");
        send(List.of(replay(command)));
        await().until(() -> entry(command).attempts() == 2);
        LedgerEntry again = entry(command);
        assertThat(again.state()).isEqualTo(FAILED);
        assertThat(again.failureCode()).isEqualTo("INVALID_EMAIL_ADDRESS");
        assertThat(again.sealedCommand()).isEqualTo(command.getSealedCase().array());
        awaitEvents(command, 2);
        ORG.heal();
        send(List.of(replay(command)));

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(3);
        List<CaseEvent> events = awaitEvents(command, 3);
        assertThat(events)
                .extracting(CaseEvent::getFailureCode)
                .containsExactly("STRING_TOO_LONG", "INVALID_EMAIL_ADDRESS", null);
        assertThat(events).extracting(CaseEvent::getEventId).doesNotHaveDuplicates();
    }

    @Test
    void a_replay_that_is_read_again_after_a_crash_makes_one_event_and_no_second_call() {
        SubmitCase command = failed("Crashed while replayed");
        int calls = ORG.calls.get();
        publisher.crashes.set(2);
        send(List.of(replay(command)));

        await().until(() -> publisher.crashes.get() == 0);
        assertThat(awaitEvents(command, 2)).hasSize(2);
        assertThat(entry(command).attempts()).isEqualTo(2);
        assertThat(ORG.calls.get()).isEqualTo(calls + 1);
    }

    @Test
    void a_replay_that_failed_and_is_read_again_after_a_crash_is_no_new_attempt() {
        SubmitCase command = failed("Failed and crashed");
        ORG.refusal = refusing("Failed and crashed", "INVALID_EMAIL_ADDRESS");
        int calls = ORG.calls.get();
        publisher.crashes.set(2);
        send(List.of(replay(command)));

        await().until(() -> publisher.crashes.get() == 0);
        assertThat(awaitEvents(command, 2)).extracting(CaseEvent::getAttempts).containsExactly(1, 2);
        assertThat(entry(command).state()).isEqualTo(FAILED);
        assertThat(entry(command).attempts()).isEqualTo(2);
        assertThat(ORG.calls.get()).isEqualTo(calls + 1);
    }

    @Test
    void a_failed_replay_that_is_read_again_together_with_the_next_one_keeps_its_own_event() {
        SubmitCase command = failed("Twice in the topic");
        ORG.refusal = refusing("Twice in the topic", "INVALID_EMAIL_ADDRESS");
        AtomicBoolean nextIsSent = new AtomicBoolean();
        publisher.delay = () -> {
            if (!nextIsSent.getAndSet(true)) {
                ORG.heal();
                send(List.of(replay(command)));
                throw new IllegalStateException("crashed between the ledger and Kafka, on purpose");
            }
        };
        send(List.of(replay(command)));

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(3);
        assertThat(awaitEvents(command, 3)).extracting(CaseEvent::getAttempts).containsExactly(1, 2, 3);
    }

    @Test
    void a_replay_waits_until_the_failure_before_it_has_had_its_event() {
        ORG.refusal = refusing("Replayed before it was told", "STRING_TOO_LONG");
        SubmitCase command = asking("Replayed before it was told");
        AtomicBoolean begun = new AtomicBoolean();
        publisher.delay = () -> {
            if (!begun.getAndSet(true)) {
                ORG.heal();
                send(List.of(replay(command)));
                await().until(() -> areReplaysHeld() || entry(command).state() == CREATED);
                throw new IllegalStateException("crashed between the ledger and Kafka, on purpose");
            }
        };
        send(command);

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
        assertThat(awaitEvents(command, 2))
                .extracting(CaseEvent::getType)
                .containsExactly(CaseEventType.FAILED, CaseEventType.CREATED);
    }

    @Test
    void a_failure_at_a_position_that_the_topic_no_longer_has_holds_no_replay() {
        SubmitCase command = failed("From another Kafka");
        jdbc.update(
                "UPDATE case_ledger SET command_offset = 1000000, version = version + 1 WHERE correlation_id = ?",
                command.getCorrelationId());
        send(List.of(replay(command)));

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
    }

    @Test
    void a_replay_of_a_created_case_calls_nobody_and_makes_no_event() {
        SubmitCase command = asking("Created long ago");
        send(command);
        String number = awaitState(command, CREATED).caseNumber();
        int calls = ORG.calls.get();
        send(List.of(waitingReplay(command)));

        assertThat(((CaseEvent) replies(command).getFirst().value()).getCaseNumber())
                .isEqualTo(number);
        assertThat(events(command)).hasSize(1);
        assertThat(ORG.calls.get()).isEqualTo(calls);
        assertThat(entry(command).attempts()).isEqualTo(1);
    }

    @Test
    void a_replay_of_a_discarded_case_calls_nobody_and_makes_no_event() {
        SubmitCase command = failed("Not wanted any more");
        mark(command, "DISCARDED");
        int calls = ORG.calls.get();
        send(List.of(waitingReplay(command)));

        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
        assertThat(ORG.calls.get()).isEqualTo(calls);
        assertThat(entry(command).state()).isEqualTo(DISCARDED);
    }

    @Test
    void a_partners_repeat_of_a_failed_case_gets_the_failure_and_calls_nobody() {
        SubmitCase command = failed("Asked again");
        int calls = ORG.calls.get();
        send(List.of(waiting(command, "a repeat")));

        assertThat(((CaseEvent) replies(command).getFirst().value()).getType()).isEqualTo(CaseEventType.FAILED);
        assertThat(events(command)).hasSize(1);
        assertThat(ORG.calls.get()).isEqualTo(calls);
        assertThat(entry(command).attempts()).isEqualTo(1);
    }

    @Test
    void a_replay_that_the_ledger_does_not_know_is_run_as_if_it_were_new() {
        SubmitCase command = asking("The ledger is older than that");
        send(List.of(replay(command)));

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_repeat_and_a_replay_at_the_same_time_make_one_case_and_one_event() {
        SubmitCase command = failed("From both sides");
        mark(command, "REPLAYING");
        int calls = ORG.calls.get();
        CountDownLatch both = new CountDownLatch(2);
        ORG.beforeInsert = () -> {
            both.countDown();
            awaitLatch(both);
        };
        send(List.of(replay(command)));
        send(List.of(waiting(command, "a repeat")));

        assertThat(replies(command)).hasSize(1);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
        assertThat(awaitEvents(command, 2))
                .extracting(CaseEvent::getType)
                .containsExactly(CaseEventType.FAILED, CaseEventType.CREATED);
        await().until(() -> ORG.underWay.get() == 0);
        assertThat(ORG.calls.get()).isEqualTo(calls + 2);
    }

    @Test
    void a_mark_that_is_written_at_the_same_time_costs_no_second_call() throws SQLException {
        SubmitCase command = failed("Marked meanwhile");
        int calls = ORG.calls.get();
        try (Connection operator = database.getConnection()) {
            operator.setAutoCommit(false);
            mark(operator, command);
            send(List.of(replay(command)));
            await().until(this::somebodyWaitsForALock);
            operator.commit();
        }

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
        assertThat(awaitEvents(command, 2)).hasSize(2);
        assertThat(ORG.calls.get()).isEqualTo(calls + 1);
    }

    @Test
    void bytes_that_no_schema_reads_are_set_aside_and_the_rest_goes_on() {
        SubmitCase command = failed("Beside poison");
        send(List.of(
                new ProducerRecord<>(
                        Topic.Names.CASES_REPLAYS,
                        command.getCorrelationId().toString(),
                        "poison".getBytes(StandardCharsets.UTF_8)),
                replay(command)));

        awaitState(command, CREATED);
        assertThat(awaitEvents(command, 2)).hasSize(2);
        assertThat(meters.get("caseline.dead.letters")
                        .tag("topic", Topic.Names.CASES_REPLAYS)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void while_the_org_is_away_both_lanes_wait_and_then_go_on_by_themselves() {
        SubmitCase failed = failed("Replayed too early");
        ORG.outage = 503;
        SubmitCase live = asking("Waits");
        send(List.of(replay(failed)));
        await().until(() -> !health.isFine());
        send(live);
        awaitState(live, RECEIVED);
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 4);
        assertThat(entry(failed).attempts()).isEqualTo(1);
        assertThat(entry(live).state()).isEqualTo(RECEIVED);
        ORG.heal();

        awaitState(failed, CREATED);
        awaitState(live, CREATED);
    }

    /** A case that Salesforce has refused, and would take now. */
    private SubmitCase failed(String subject) {
        ORG.refusal = refusing(subject, "STRING_TOO_LONG");
        SubmitCase command = asking(subject);
        send(command);
        awaitState(command, FAILED);
        assertThat(events(command)).hasSize(1);
        ORG.heal();
        return command;
    }

    private List<CaseEvent> awaitEvents(SubmitCase command, int count) {
        List<CaseEvent> events = await().until(() -> events(command), seen -> seen.size() >= count);
        assertThat(events).hasSize(count);
        return events;
    }

    private LedgerEntry entry(SubmitCase command) {
        return ledger.find(command.getCorrelationId()).orElseThrow();
    }

    private void mark(SubmitCase command, String state) {
        assertThat(jdbc.update(MARK, state, command.getCorrelationId())).isEqualTo(1);
    }

    private static void mark(Connection operator, SubmitCase command) throws SQLException {
        try (PreparedStatement mark = operator.prepareStatement(MARK)) {
            mark.setString(1, "REPLAYING");
            mark.setObject(2, command.getCorrelationId());
            assertThat(mark.executeUpdate()).isEqualTo(1);
        }
    }

    private boolean areReplaysHeld() {
        return Objects.requireNonNull(listeners.getListenerContainer(SubmissionListener.REPLAYS_ID))
                .isPauseRequested();
    }

    private boolean somebodyWaitsForALock() {
        return Objects.requireNonNull(
                        jdbc.queryForObject("SELECT count(*) FROM pg_locks WHERE NOT granted", Long.class))
                > 0;
    }

    private static ProducerRecord<String, Object> waitingReplay(SubmitCase command) {
        return new ProducerRecord<>(
                Topic.Names.CASES_REPLAYS,
                null,
                command.getCorrelationId().toString(),
                command,
                waiting(command, "replayed").headers());
    }

    private static Function<JsonNode, @Nullable String> refusing(String subject, String code) {
        return record -> record.path("Subject").asString().equals(subject) ? code : null;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
