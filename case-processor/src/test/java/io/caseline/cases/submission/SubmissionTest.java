package io.caseline.cases.submission;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.message;
import static io.caseline.cases.testing.Commands.unreadable;
import static io.caseline.cases.testing.Commands.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caseline.cases.ledger.CrashingLedger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.FakeOrg;
import io.caseline.cases.testing.FakeOrg.OrgCase;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.support.KafkaHeaders;
import tools.jackson.databind.JsonNode;

/** From the command to its case, event, reply and ledger entry, and through what can go wrong on the way. */
class SubmissionTest extends RunningCaseProcessor {

    @Autowired
    CrashingPublisher publisher;

    @Autowired
    CrashingLedger crashingLedger;

    @Autowired
    MeterRegistry meters;

    @Test
    void a_command_becomes_a_case_an_event_a_reply_and_a_ledger_entry() {
        SubmitCase command = asking("Card lost");
        send(List.of(waiting(command, "wait-1")));

        LedgerEntry entry = awaitState(command, CREATED);
        OrgCase made = Objects.requireNonNull(ORG.find(command.getCorrelationId()));
        assertThat(made.fields().path("Subject").asString()).isEqualTo("Card lost");
        assertThat(entry.caseNumber()).isEqualTo(made.number());
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(entry.sealedCommand()).isNull();
        CaseEvent event = events(command).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.CREATED);
        assertThat(event.getCaseNumber()).isEqualTo(made.number());
        ConsumerRecord<String, Object> reply = replies(command).getFirst();
        assertThat(reply.value()).isEqualTo(event);
        assertThat(reply.headers().lastHeader(KafkaHeaders.CORRELATION_ID).value())
                .asString()
                .isEqualTo("wait-1");
    }

    @Test
    void the_trace_of_a_command_goes_on_with_its_event_and_its_reply() {
        String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        SubmitCase command = asking("Traced");
        ProducerRecord<String, Object> message = waiting(command, "wait-traced");
        message.headers().add("traceparent", trace.getBytes(StandardCharsets.US_ASCII));
        send(List.of(message));

        Headers event = records(Topic.Names.CASES_EVENTS, command).getFirst().headers();
        assertThat(event.lastHeader("traceparent").value()).asString().isEqualTo(trace);
        assertThat(event.lastHeader("ce_traceparent").value()).asString().isEqualTo(trace);
        Headers reply = replies(command).getFirst().headers();
        assertThat(reply.lastHeader("traceparent").value()).asString().isEqualTo(trace);
    }

    @Test
    void what_is_logged_of_a_failed_case_carries_its_trace() {
        Logger publisher = (Logger) LoggerFactory.getLogger(Publisher.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        publisher.addAppender(lines);
        try {
            SubmitCase command = unreadable();
            ProducerRecord<String, Object> message = message(command);
            message.headers()
                    .add(
                            "traceparent",
                            "00-11111111111111111111111111111111-b7ad6b7169203331-01"
                                    .getBytes(StandardCharsets.US_ASCII));
            send(List.of(message));
            awaitState(command, FAILED);
            await().until(() -> List.copyOf(lines.list).stream()
                    .anyMatch(line -> line.getFormattedMessage()
                                    .contains(command.getCorrelationId().toString())
                            && "11111111111111111111111111111111"
                                    .equals(line.getMDCPropertyMap().get("traceId"))));
        } finally {
            publisher.detachAppender(lines);
        }
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
        send(Stream.of(commands)
                .map(command -> new ProducerRecord<String, Object>(Topic.Names.CASES_COMMANDS, 0, "one", command))
                .toList());

        assertThat(events(commands)).hasSize(50);
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

    @Test
    void too_many_calls_at_once_hold_the_lane_but_use_up_no_quota() {
        ORG.beyondLimit = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
        SubmitCase command = asking("One call too many");
        send(command);

        await().until(() ->
                "REQUEST_LIMIT_EXCEEDED".equals(health.health().getDetails().get("code")));
        assertThat(meters.get("caseline.salesforce.calls.left").gauge().value()).isNotZero();
        ORG.heal();
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_repeat_gets_the_reply_but_makes_no_second_event_or_case() {
        SubmitCase command = asking("Sent twice");
        send(command);
        LedgerEntry entry = awaitState(command, CREATED);
        send(List.of(waiting(command, "wait-2")));

        assertThat(replies(command)).hasSize(1);
        assertThat(events(command)).hasSize(1);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(entry.attempts());
    }

    @Test
    void the_same_id_twice_in_one_batch_makes_one_event_and_two_replies() {
        SubmitCase command = asking("Twice at once");
        send(List.of(waiting(command, "first"), waiting(command, "second")));

        await().until(() -> replies(command).size() == 2);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_call_that_commits_and_never_answers_makes_one_case_and_one_event() {
        ORG.unanswered.set(1);
        SubmitCase command = asking("Timed out");
        send(command);

        assertThat(awaitState(command, CREATED).caseNumber())
                .isEqualTo(Objects.requireNonNull(ORG.find(command.getCorrelationId()))
                        .number());
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void while_the_org_is_away_cases_wait_and_then_become_created_by_themselves() {
        ORG.outage = 503;
        SubmitCase first = asking("Waits");
        SubmitCase second = asking("Waits too");
        send(first);
        await().until(() -> !health.isFine());
        send(second);

        awaitState(first, RECEIVED);
        awaitState(second, RECEIVED);
        assertThat(meters.get("caseline.salesforce.held").gauge().value()).isEqualTo(1);
        assertThat(health.health().getDetails()).containsEntry("code", "SERVER_UNAVAILABLE");
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 3);
        ORG.heal();

        assertThat(awaitState(first, CREATED).attempts()).isEqualTo(1);
        awaitState(second, CREATED);
        assertThat(events(first, second)).hasSize(2);
        await().until(() -> meters.get("caseline.salesforce.held").gauge().value() == 0);
    }

    @Test
    void answers_that_break_off_or_lack_results_are_asked_for_again() {
        ORG.truncated.set(1);
        ORG.resultsMissing.set(1);
        SubmitCase command = asking("Half an answer");
        send(command);

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"200, ANSWER_UNREADABLE, ANSWER_UNREADABLE", "503, HTTP_503, SIGN_IN_HTTP_503"})
    void a_page_in_place_of_an_answer_holds_the_lane(int status, String code, String signInCode) {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        ORG.page = status;
        SubmitCase command = asking("Down for maintenance");
        send(command);
        await().until(() -> code.equals(health.health().getDetails().get("code")));
        awaitState(command, RECEIVED);
        ORG.heal();
        awaitState(command, CREATED);

        ORG.endSession();
        ORG.signInPage = status;
        SubmitCase next = asking("Down for maintenance, at the door too");
        send(next);
        await().until(() -> signInCode.equals(health.health().getDetails().get("code")));
        awaitState(next, RECEIVED);
        ORG.heal();
        awaitState(next, CREATED);
        assertThat(events(command, next)).hasSize(2);
    }

    @Test
    void a_dead_session_is_replaced_once() {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        int signIns = ORG.signIns.get();
        ORG.endSession();
        SubmitCase after = asking("Signs in again");
        send(after);

        awaitState(after, CREATED);
        assertThat(ORG.signIns.get()).isEqualTo(signIns + 1);
    }

    @Test
    void a_session_that_is_not_valid_for_the_api_is_given_up_and_holds_the_lane_no_longer_than_the_org_does() {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        int signIns = ORG.signIns.get();
        int calls = ORG.calls.get();
        ORG.unfit = true;
        SubmitCase after = asking("The admin takes the access away");
        send(after);

        await().until(() ->
                "INVALID_SESSION_ID".equals(health.health().getDetails().get("code")));
        await().until(() -> ORG.calls.get() >= calls + 4);
        awaitState(after, RECEIVED);
        assertThat(ORG.signIns.get() - signIns)
                .as("sign-ins, of which each probe makes one")
                .isLessThanOrEqualTo(ORG.calls.get() - calls);
        ORG.heal();

        awaitState(after, CREATED);
        assertThat(events(after)).hasSize(1);
    }

    @Test
    void no_level_of_logging_tells_a_customers_data_or_a_secret() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Logger> verbose = Stream.of("org.springframework.web", "org.springframework.http", "io.caseline", "jdk")
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList();
        List<@Nullable Level> levels = verbose.stream().map(Logger::getLevel).toList();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.addAppender(lines);
        verbose.forEach(logger -> logger.setLevel(Level.TRACE));
        ORG.refusal = refusing("Not to be told, refused", "STRING_TOO_LONG");
        SubmitCase created = asking("Not to be told");
        SubmitCase refused = asking("Not to be told, refused");
        try {
            ORG.endSession();
            send(created, refused);
            awaitState(created, CREATED);
            awaitState(refused, FAILED);
        } finally {
            root.detachAppender(lines);
            for (int i = 0; i < verbose.size(); i++) {
                verbose.get(i).setLevel(levels.get(i));
            }
        }

        List<String> told = List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
        assertThat(told)
                .anyMatch(line -> line.contains("Writing [CompositeRequest"))
                .anyMatch(line -> line.contains("Writing [Form"))
                .noneMatch(line -> line.contains("Not to be told")
                        || line.contains("Jane")
                        || line.contains("jane@example.com")
                        || line.contains("Where is my card?")
                        || line.contains("s3cret")
                        || line.contains("token-"));
    }

    @Test
    void a_refused_record_fails_alone_and_can_be_replayed() {
        ORG.refusal = refusing("Bad", "STRING_TOO_LONG");
        SubmitCase bad = asking("Bad");
        SubmitCase good = asking("Good");
        send(bad, good);

        LedgerEntry failed = awaitState(bad, FAILED);
        awaitState(good, CREATED);
        assertThat(failed.failureText()).isEqualTo("STRING_TOO_LONG on Subject");
        assertThat(failed.sealedCommand()).isEqualTo(bad.getSealedCase().array());
        CaseEvent event = events(bad).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.FAILED);
        assertThat(event.getFailureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(event.toString()).doesNotContain("Jane");
    }

    @Test
    void a_locked_row_is_tried_again() {
        AtomicInteger locks = new AtomicInteger(2);
        ORG.refusal = record -> record.path("Subject").asString().equals("Locked") && locks.getAndDecrement() > 0
                ? "UNABLE_TO_LOCK_ROW"
                : null;
        SubmitCase locked = asking("Locked");
        send(locked, asking("Free"));

        assertThat(awaitState(locked, CREATED).attempts()).isEqualTo(1);
        assertThat(health.isFine()).isTrue();
    }

    @Test
    void a_row_that_stays_locked_fails_with_that_code() {
        ORG.refusal = refusing("Locked for good", "UNABLE_TO_LOCK_ROW");
        SubmitCase locked = asking("Locked for good");
        send(locked);

        assertThat(awaitState(locked, FAILED).failureCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
    }

    @Test
    void most_of_a_batch_refused_alike_holds_the_lane_and_fails_nothing() {
        ORG.refusal = refusing("New rule", "FIELD_CUSTOM_VALIDATION_EXCEPTION");
        SubmitCase[] commands =
                Stream.generate(() -> asking("New rule")).limit(8).toArray(SubmitCase[]::new);
        sendTogether(commands);
        await().until(() -> !health.isFine());
        Stream.of(commands).forEach(command -> awaitState(command, RECEIVED));
        ORG.heal();

        assertThat(events(commands)).hasSize(8).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void most_of_a_batch_that_stays_busy_holds_the_lane_and_fails_nothing() {
        ORG.refusal = refusing("Nobody gets a lock", "UNABLE_TO_LOCK_ROW");
        SubmitCase[] commands = Stream.concat(
                        Stream.generate(() -> asking("Nobody gets a lock")).limit(8), Stream.of(asking("Needs none")))
                .toArray(SubmitCase[]::new);
        SubmitCase free = commands[8];
        sendTogether(commands);
        await().until(() ->
                "UNABLE_TO_LOCK_ROW".equals(health.health().getDetails().get("code")));

        awaitState(free, CREATED);
        Stream.of(commands).limit(8).forEach(command -> awaitState(command, RECEIVED));
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 5);
        Stream.of(commands).limit(8).forEach(command -> awaitState(command, RECEIVED));
        ORG.heal();

        assertThat(events(commands)).hasSize(9).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void one_record_with_a_code_of_the_org_holds_the_lane_but_the_others_outcomes_are_known() {
        ORG.refusal = record -> switch (record.path("Subject").asString()) {
            case "Automated" -> "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY";
            case "Bad" -> "STRING_TOO_LONG";
            default -> null;
        };
        SubmitCase held = asking("Automated");
        SubmitCase good = asking("Good");
        SubmitCase bad = asking("Bad");
        sendTogether(good, held, bad);
        await().until(() -> !health.isFine());

        awaitState(good, CREATED);
        awaitState(bad, FAILED);
        awaitState(held, RECEIVED);
        assertThat(health.isFine()).isFalse();
        ORG.heal();

        assertThat(awaitState(held, CREATED).attempts()).isEqualTo(1);
        assertThat(events(good, held, bad)).hasSize(3);
        assertThat(awaitState(good, CREATED).attempts()).isEqualTo(1);
    }

    @Test
    void a_duplicate_that_is_not_to_be_seen_yet_fails_nothing() {
        ORG.refusal = refusing("Under way elsewhere", "DUPLICATE_VALUE");
        ORG.refusalMessage = "duplicate value found: <unknown> duplicates value on record with id: <unknown>";
        SubmitCase command = asking("Under way elsewhere");
        send(command);

        await().until(() ->
                "CASE_NOT_VISIBLE".equals(health.health().getDetails().get("code")));
        awaitState(command, RECEIVED);
        ORG.heal();
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void bytes_that_no_schema_reads_are_set_aside_and_the_rest_goes_on() {
        ORG.outage = 503;
        SubmitCase good = asking("Beside poison");
        send(List.of(
                new ProducerRecord<>(
                        Topic.Names.CASES_COMMANDS,
                        good.getCorrelationId().toString(),
                        "poison".getBytes(StandardCharsets.UTF_8)),
                message(good)));
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 2);
        assertThat(meters.find("caseline.dead.letters")
                        .tag("topic", Topic.Names.CASES_COMMANDS)
                        .counters())
                .as("set aside before the call, so that the Kafka transaction stood open during it")
                .isEmpty();
        ORG.heal();

        awaitState(good, CREATED);
        assertThat(events(good)).hasSize(1);
        assertThat(meters.get("caseline.dead.letters")
                        .tag("topic", Topic.Names.CASES_COMMANDS)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_part_that_no_key_opens_fails_with_a_code_of_its_own() {
        SubmitCase command = unreadable();
        send(command);

        LedgerEntry entry = awaitState(command, FAILED);
        assertThat(entry.failureCode()).isEqualTo("UNREADABLE_SEAL");
        assertThat(entry.sealedCommand()).isEqualTo(command.getSealedCase().array());
        assertThat(events(command).getFirst().getFailureCode()).isEqualTo("UNREADABLE_SEAL");
    }

    @Test
    void a_crash_between_the_ledger_and_kafka_makes_exactly_one_event() {
        publisher.crashes.set(2);
        SubmitCase command = asking("Crashed");
        send(List.of(waiting(command, "wait-3")));

        await().until(() -> publisher.crashes.get() == 0);
        assertThat(events(command)).hasSize(1);
        assertThat(replies(command)).hasSize(1);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
    }

    @Test
    void a_crash_between_salesforce_and_the_ledger_makes_one_case_and_one_event() {
        crashingLedger.crash(2);
        SubmitCase command = asking("Crashed before the ledger knew");
        send(List.of(waiting(command, "wait-4")));

        LedgerEntry entry = awaitState(command, CREATED);
        assertThat(entry.caseNumber())
                .isEqualTo(Objects.requireNonNull(ORG.find(command.getCorrelationId()))
                        .number());
        assertThat(entry.attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1);
        assertThat(replies(command)).hasSize(1);
    }

    @Test
    void an_event_made_again_after_a_crash_is_the_same_to_the_last_byte() {
        SubmitCase command = asking("Published twice, once for good");
        List<CaseEvent> published = new CopyOnWriteArrayList<>();
        publisher.published = published::add;
        publisher.crashes.set(1);
        send(command);

        assertThat(events(command)).hasSize(1);
        assertThat(published).hasSize(2);
        assertThat(published.get(1))
                .isEqualTo(published.get(0))
                .isEqualTo(events(command).getFirst());
    }

    @Test
    void a_field_that_the_org_takes_away_holds_the_lane_and_is_named() {
        SubmitCase before = asking("Before");
        send(before);
        awaitState(before, CREATED);
        ORG.fields.remove("Caseline_Device__c");
        ORG.refusal = record -> "INVALID_FIELD";
        SubmitCase waits = asking("The field is gone");
        send(waits);

        await().until(() ->
                "MAPPING_DOES_NOT_FIT".equals(health.health().getDetails().get("code")));
        awaitState(waits, RECEIVED);
        assertThat(health.health().getDetails().get("problems"))
                .asString()
                .contains("caseline.mapping.fields[Caseline_Device__c]: Case.Caseline_Device__c does not exist");
        int calls = ORG.calls.get();
        int describes = ORG.describes.get();
        await().until(() -> ORG.describes.get() >= describes + 2);
        assertThat(ORG.calls.get()).isEqualTo(calls);
        ORG.heal();

        awaitState(waits, CREATED);
        assertThat(health.health().getDetails()).doesNotContainKey("problems");
    }

    /** To one partition, so that one call is likely to hold them all. */
    private void sendTogether(SubmitCase... commands) {
        String key = UUID.randomUUID().toString();
        send(Stream.of(commands)
                .map(command -> new ProducerRecord<String, Object>(Topic.Names.CASES_COMMANDS, key, command))
                .toList());
    }

    private static Function<JsonNode, @Nullable String> refusing(String subject, String code) {
        return record -> record.path("Subject").asString().equals(subject) ? code : null;
    }
}
