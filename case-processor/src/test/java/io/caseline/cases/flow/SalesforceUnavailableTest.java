package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The org cannot be used, in all the ways it has: cases wait, the hold names its cause, and all goes on by itself. */
@ExtendWith(OutputCaptureExtension.class)
class SalesforceUnavailableTest extends RunningCaseProcessor {

    @Test
    void while_the_org_is_away_cases_wait_and_then_become_created_by_themselves() {
        ORG.outage = 503;
        SubmitCase first = asking("Waits");
        SubmitCase second = asking("Waits too");
        send(first);
        awaitHold("SERVER_UNAVAILABLE");
        send(second);

        awaitState(first, RECEIVED);
        awaitState(second, RECEIVED);
        assertThat(gauge("caseline.salesforce.held")).isEqualTo(1);
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 3);
        ORG.heal();

        assertThat(awaitState(first, CREATED).attempts()).isEqualTo(1);
        awaitState(second, CREATED);
        assertThat(events(first, second)).hasSize(2);
        await().until(() -> gauge("caseline.salesforce.held") == 0);
    }

    @Test
    void while_calls_are_held_one_at_a_time_probes() {
        SubmitCase[] commands =
                Stream.generate(() -> asking("Many callers")).limit(64).toArray(SubmitCase[]::new);
        ORG.outage = 503;
        send(Stream.of(commands).map(command -> awaited(command)).toList());
        awaitHold("SERVER_UNAVAILABLE");
        await().until(() -> ORG.underWay.get() == 0);
        ORG.mostAtOnce.set(0);
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 4);
        assertThat(ORG.mostAtOnce.get()).isEqualTo(1);
        assertThat(ORG.inserts)
                .last()
                .satisfies(sent -> assertThat(sent.json().split("attributes", -1))
                        .as("the probe carries one record")
                        .hasSize(2));
        ORG.heal();

        assertThat(events(commands)).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({
        "200, RESPONSE_NOT_READABLE, SIGN_IN_RESPONSE_NOT_READABLE",
        "302, HTTP_302, SIGN_IN_HTTP_302",
        "503, HTTP_503, SIGN_IN_HTTP_503"
    })
    void a_page_in_place_of_an_answer_holds_all_calls(int status, String code, String signInCode) {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        ORG.page = status;
        SubmitCase command = asking("Down for maintenance");
        send(command);
        awaitHold(code);
        awaitState(command, RECEIVED);
        ORG.heal();
        awaitState(command, CREATED);

        ORG.endSession();
        ORG.signInPage = status;
        SubmitCase next = asking("Down for maintenance, at the door too");
        send(next);
        awaitHold(signInCode);
        awaitState(next, RECEIVED);
        ORG.heal();
        awaitState(next, CREATED);
        assertThat(events(command, next)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "200, RESPONSE_EMPTY, SIGN_IN_RESPONSE_EMPTY",
        "302, HTTP_302, SIGN_IN_HTTP_302",
        "401, HTTP_401, SIGN_IN_HTTP_401",
        "503, HTTP_503, SIGN_IN_HTTP_503"
    })
    void an_answer_without_a_body_holds_all_calls(int status, String code, String signInCode, CapturedOutput output) {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        ORG.empty = status;
        SubmitCase command = asking("Nothing comes back");
        send(command);
        awaitHold(code);
        awaitState(command, RECEIVED);
        ORG.heal();
        awaitState(command, CREATED);

        ORG.endSession();
        ORG.signInEmpty = status;
        SubmitCase next = asking("Nothing comes back from the door");
        send(next);
        awaitHold(signInCode);
        awaitState(next, RECEIVED);
        ORG.heal();
        awaitState(next, CREATED);
        assertThat(events(command, next)).hasSize(2);
        assertThat(output).doesNotContain("NullPointerException", "INTERNAL_");
    }

    @Test
    void too_many_calls_at_once_hold_all_calls_but_use_up_no_quota() {
        ORG.beyondLimit = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
        SubmitCase command = asking("One call too many");
        send(command);

        awaitHold("REQUEST_LIMIT_EXCEEDED");
        assertThat(gauge("caseline.salesforce.calls.left")).isNotZero();
        ORG.heal();
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_code_of_the_org_holds_the_program_at_once_and_fails_nothing() {
        ORG.refusal = record -> "STORAGE_LIMIT_EXCEEDED";
        SubmitCase[] commands =
                Stream.generate(() -> asking("No room left")).limit(5).toArray(SubmitCase[]::new);
        sendTogether(commands);
        await().until(() -> gauge("caseline.cases.programs.held") == 1);
        int calls = ORG.calls.get();
        await().until(() -> ORG.calls.get() >= calls + 3);
        assertThat(gauge("caseline.cases.programs.held"))
                .as("a refused probe is no end of the hold")
                .isEqualTo(1);
        Stream.of(commands).forEach(command -> awaitState(command, RECEIVED));
        ORG.heal();

        assertThat(events(commands)).hasSize(5).allMatch(event -> event.getType() == CaseEventType.CREATED);
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
    void answers_that_break_off_or_lack_results_are_asked_for_again() {
        ORG.truncated.set(1);
        ORG.resultsMissing.set(1);
        SubmitCase command = asking("Half an answer");
        send(command);

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void a_failed_case_whose_call_went_unanswered_becomes_created_if_the_org_has_it() {
        AtomicInteger refusals = new AtomicInteger(1);
        ORG.unanswered.set(1);
        SubmitCase command = asking("Created, then refused");
        ORG.beforeInsert = () -> {
            if (ORG.find(command.getCorrelationId()) != null && refusals.getAndDecrement() > 0) {
                ORG.forget(command.getCorrelationId());
                ORG.refusal = record -> "STRING_TOO_LONG";
            }
        };
        send(List.of(awaited(command)));
        awaitState(command, FAILED);
        ORG.heal();
        ORG.remember(command.getCorrelationId());

        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(2);
        await().until(() -> events(command).size() == 2);
        assertThat(events(command)).extracting(event -> event.getType().name()).containsExactly("FAILED", "CREATED");
        assertThat(((CaseEvent) replies(command).getLast().value()).getCaseNumber())
                .isNotNull();
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
    void a_session_that_is_not_valid_for_the_api_is_given_up_and_each_probe_signs_in_once_at_most() {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        int signIns = ORG.signIns.get();
        int calls = ORG.calls.get();
        ORG.unfit = true;
        SubmitCase after = asking("The admin takes the access away");
        send(after);

        awaitHold("INVALID_SESSION_ID");
        await().until(() -> ORG.calls.get() >= calls + 4);
        awaitState(after, RECEIVED);
        assertThat(ORG.signIns.get() - signIns).isLessThanOrEqualTo(ORG.calls.get() - calls);
        ORG.heal();

        awaitState(after, CREATED);
        assertThat(events(after)).hasSize(1);
    }

    @Test
    void a_field_that_the_org_takes_away_holds_all_calls_and_is_named() {
        SubmitCase before = asking("Before");
        send(before);
        awaitState(before, CREATED);
        ORG.fields.remove("Caseline_Device__c");
        ORG.refusal = record -> "INVALID_FIELD";
        SubmitCase[] commands =
                Stream.generate(() -> asking("The field is gone")).limit(5).toArray(SubmitCase[]::new);
        sendTogether(commands);

        awaitHold("MAPPING_DOES_NOT_FIT");
        assertThat(healthOfOrg("problems"))
                .asString()
                .contains("caseline.mapping.fields[Caseline_Device__c]: Case.Caseline_Device__c does not exist");
        int calls = ORG.calls.get();
        int describes = ORG.describes.get();
        await().until(() -> ORG.describes.get() >= describes + 2);
        assertThat(ORG.calls.get()).isEqualTo(calls);
        ORG.heal();

        await().until(() -> healthOfOrg("problems") == null);
        assertThat(events(commands)).hasSize(5);
    }
}
