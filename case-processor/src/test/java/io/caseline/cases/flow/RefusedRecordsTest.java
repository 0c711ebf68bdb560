package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.askingOf;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.Commands.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever Salesforce refuses, only what is to blame stops. */
class RefusedRecordsTest extends RunningCaseProcessor {
    private static final String RULE = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

    @Test
    void a_refused_record_fails_alone_and_keeps_its_sealed_command() {
        ORG.refusal = refusing("Bad", "STRING_TOO_LONG");
        SubmitCase bad = asking("Bad");
        SubmitCase good = asking("Good");
        sendTogether(bad, good);

        LedgerEntry failed = awaitState(bad, FAILED);
        awaitState(good, CREATED);
        assertThat(failed.failureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(failed.failureFields()).isEqualTo("Subject");
        assertThat(sealedCommandIsKept(bad)).isTrue();
        CaseEvent event = events(bad).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.FAILED);
        assertThat(event.getFailureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(event.toString()).doesNotContain("Jane");
    }

    @Test
    void a_program_whose_records_are_all_refused_is_held_and_another_one_goes_on_at_once() {
        ORG.refusal = ofProgram("holds-one", RULE);
        SubmitCase[] held = many(30, "holds-one", "New rule");
        sendTogether(held);
        await().until(() -> isHeld("holds-one"));
        SubmitCase[] others = many(30, "another", "No new rule");
        sendTogether(others);

        assertThat(events(others)).hasSize(30).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertFourFailedAtMost(held);
        assertThat(isHeld("another")).isFalse();
        assertThat(breaker.code()).isEmpty();
        assertThat(gauge("caseline.cases.programs.held")).isEqualTo(1);
        assertThat(meters.get("caseline.cases.held")
                        .tag("program", "holds-one")
                        .tag("code", RULE)
                        .gauge()
                        .value())
                .isPositive();
        ORG.heal();

        assertThat(events(held)).hasSize(30);
        assertFourFailedAtMost(held);
        await().until(() -> !isHeld("holds-one"));
    }

    @Test
    void a_held_program_is_probed_with_one_record_after_another_and_new_commands_wait_in_the_ledger() {
        ORG.refusal = ofProgram("probed", RULE);
        sendTogether(many(10, "probed", "New rule"));
        await().until(() -> isHeld("probed"));
        ORG.inserts.clear();
        SubmitCase[] late = many(10, "probed", "Comes during the hold");
        sendTogether(late);

        await().until(() -> ORG.inserts.size() >= 3);
        assertThat(ORG.inserts)
                .allSatisfy(
                        sent -> assertThat(sent.json().split("attributes", -1)).hasSize(2))
                .extracting(sent -> sent.json())
                .doesNotHaveDuplicates();
        assertStates(RECEIVED, late);
        ORG.heal();

        assertThat(events(late)).hasSize(10).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void a_flow_that_fails_for_all_of_a_programs_records_holds_the_program_and_fails_nothing() {
        ORG.refusal = ofProgram("broken-flow", "CANNOT_EXECUTE_FLOW_TRIGGER");
        SubmitCase[] held = many(16, "broken-flow", "The flow is broken");
        sendInOneBatch(held);
        await().until(() -> isHeld("broken-flow"));
        assertStates(RECEIVED, held);
        ORG.heal();

        assertThat(events(held)).hasSize(16).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void two_programs_that_are_refused_alike_hold_the_org_and_fail_nothing() {
        ORG.refusal = record -> record.path("Subject").asString().equals("Nobody may") ? "INSUFFICIENT_ACCESS" : null;
        SubmitCase[] commands = Stream.generate(
                        () -> Stream.of(askingOf("first", "Nobody may"), askingOf("second", "Nobody may")))
                .limit(10)
                .flatMap(Function.identity())
                .toArray(SubmitCase[]::new);
        sendInOneBatch(commands);
        awaitHold("INSUFFICIENT_ACCESS");
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 3);
        assertStates(RECEIVED, commands);
        ORG.heal();

        assertThat(events(commands)).hasSize(20).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void an_automation_that_bears_50_records_but_not_200_gets_smaller_calls() {
        ORG.automationBears = 50;
        SubmitCase[] commands = many(400, "automated", "One of many");
        int calls = ORG.calls.get();
        sendTogether(commands);

        assertThat(events(commands)).hasSize(400).allMatch(event -> event.getType() == CaseEventType.CREATED);
        assertThat(ORG.calls.get() - calls).isLessThanOrEqualTo(30);
        assertThat(isHeld("automated")).isFalse();
    }

    @Test
    void one_record_that_makes_a_whole_call_malformed_fails_alone() {
        ORG.malformed = body -> body.contains("Poison");
        SubmitCase poison = askingOf("poisoned", "Poison");
        SubmitCase[] good = many(60, "poisoned", "Beside it");
        SubmitCase[] all = Stream.concat(Stream.of(good), Stream.of(poison)).toArray(SubmitCase[]::new);
        sendTogether(all);

        assertThat(awaitState(poison, FAILED).failureCode()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(events(all))
                .hasSize(61)
                .filteredOn(event -> event.getType() == CaseEventType.FAILED)
                .hasSize(1);
        assertThat(breaker.code()).isEmpty();
    }

    @Test
    void an_address_that_salesforce_refuses_goes_into_the_description_and_the_case_is_created() {
        ORG.refusedField = "SuppliedEmail";
        ORG.refusal = record -> record.path("SuppliedEmail").isMissingNode() ? null : "INVALID_EMAIL_ADDRESS";
        SubmitCase named = asking("The field is named");
        send(named);
        assertCreatedWithoutAddress(named);

        ORG.refusalMessage = "Email: invalid email address";
        SubmitCase unnamed = asking("No field is named");
        send(unnamed);
        assertCreatedWithoutAddress(unnamed);
        assertThat(events(named, unnamed)).hasSize(2).allMatch(event -> event.getAttempts() == 1);
    }

    private void assertCreatedWithoutAddress(SubmitCase command) {
        awaitState(command, CREATED);
        JsonNode made =
                Objects.requireNonNull(ORG.find(command.getCorrelationId())).fields();
        assertThat(made.path("SuppliedEmail").isMissingNode()).isTrue();
        assertThat(made.path("Description").asString()).endsWith("E-mail: jane@example.com");
    }

    @Test
    void a_locked_row_is_tried_again() {
        AtomicInteger locks = new AtomicInteger(2);
        ORG.refusal = record -> record.path("Subject").asString().equals("Locked") && locks.getAndDecrement() > 0
                ? "UNABLE_TO_LOCK_ROW"
                : null;
        SubmitCase locked = asking("Locked");
        sendTogether(locked, asking("Free"));

        assertThat(awaitState(locked, CREATED).attempts()).isEqualTo(1);
        assertThat(breaker.code()).isEmpty();
    }

    @Test
    void a_row_that_stays_locked_fails_with_that_code() {
        ORG.refusal = refusing("Locked for good", "UNABLE_TO_LOCK_ROW");
        SubmitCase locked = asking("Locked for good");
        send(locked);

        assertThat(awaitState(locked, FAILED).failureCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
    }

    @Test
    void a_duplicate_that_is_not_to_be_seen_yet_fails_nothing() {
        ORG.refusal = refusing("Under way elsewhere", "DUPLICATE_VALUE");
        ORG.refusalMessage = "duplicate value found: <unknown> duplicates value on record with id: <unknown>";
        SubmitCase command = asking("Under way elsewhere");
        send(command);

        await().until(() ->
                "CASE_NOT_VISIBLE".equals(awaitState(command, RECEIVED).failureCode()));
        ORG.heal();
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void a_part_that_no_key_opens_fails_with_a_code_of_its_own() {
        SubmitCase command = unreadable();
        SubmitCase good = asking("Beside it");
        sendTogether(command, good);

        assertThat(awaitState(command, FAILED).failureCode()).isEqualTo("UNREADABLE_SEAL");
        assertThat(sealedCommandIsKept(command)).isTrue();
        assertThat(events(command).getFirst().getFailureCode()).isEqualTo("UNREADABLE_SEAL");
        awaitState(good, CREATED);
    }

    private boolean isHeld(String program) {
        return !query(String.class, "select code from program_hold where program_code = ?", program)
                .isEmpty();
    }

    /** The fifth refusal holds the program; those of earlier, smaller calls have failed by then. */
    private void assertFourFailedAtMost(SubmitCase... commands) {
        assertThat(Stream.of(commands)
                        .map(command -> ledger.find(command.getCorrelationId()).orElseThrow())
                        .filter(entry -> entry.state() == FAILED))
                .hasSizeLessThan(5);
    }

    private void assertStates(CaseState state, SubmitCase... commands) {
        assertThat(commands)
                .extracting(command ->
                        ledger.find(command.getCorrelationId()).orElseThrow().state())
                .containsOnly(state);
    }

    private static Function<JsonNode, @Nullable String> refusing(String subject, String code) {
        return record -> record.path("Subject").asString().equals(subject) ? code : null;
    }

    private static Function<JsonNode, @Nullable String> ofProgram(String program, String code) {
        return record -> record.path("Caseline_Program__c").asString().equals(program) ? code : null;
    }
}
