package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.SandboxOrg.refusingCalls;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** While the org cannot be used, cases wait, the hold names its cause, and all goes on by itself. */
@ExtendWith(OutputCaptureExtension.class)
class SalesforceUnavailableTest extends RunningCaseProcessor {
    private static final String PAGE = "<html>Down for maintenance</html>";

    @Test
    void while_the_org_is_unavailable_cases_wait_and_then_become_created_by_themselves() {
        ORG.fault("status", 503);
        SubmitCase first = asking("Waits");
        SubmitCase second = asking("Waits too");
        send(first);
        awaitHold("SERVER_UNAVAILABLE");
        send(second);

        awaitState(first, RECEIVED);
        awaitState(second, RECEIVED);
        assertThat(gauge("caseline.salesforce.held")).isEqualTo(1);
        long calls = ORG.count("apiCalls");
        await().until(() -> ORG.count("apiCalls") >= calls + 3);
        ORG.heal();

        assertThat(awaitState(first, CREATED).attempts()).isEqualTo(1);
        awaitState(second, CREATED);
        assertThat(events(first, second)).hasSize(2);
        await().until(() -> gauge("caseline.salesforce.held") == 0);
    }

    @Test
    void the_hold_ends_even_if_no_command_is_there_for_a_probe() {
        SubmitCase created = asking("Leaves nothing behind");
        send(created);
        awaitState(created, CREATED);
        ORG.fault("status", 503);
        breaker.failed(Permit.CALL, "SERVER_UNAVAILABLE");
        long calls = ORG.count("apiCalls");
        await().until(() -> ORG.count("apiCalls") >= calls + 2);
        assertThat(breaker.state()).isNotEqualTo(State.CLOSED);

        ORG.heal();
        await().until(() -> breaker.state() == State.CLOSED);
    }

    @Test
    void while_calls_are_held_one_at_a_time_probes() {
        SubmitCase[] commands =
                Stream.generate(() -> asking("Many callers")).limit(64).toArray(SubmitCase[]::new);
        ORG.fault("failCalls", List.of(refusingCalls("", 503, "SERVER_UNAVAILABLE", "Down for maintenance")));
        send(Stream.of(commands).map(command -> awaited(command)).toList());
        awaitHold("SERVER_UNAVAILABLE");
        await().until(() -> ORG.count("concurrent") == 0);
        ORG.resetStats();
        long calls = ORG.count("apiCalls");
        await().until(() -> ORG.count("apiCalls") >= calls + 4);
        assertThat(ORG.count("mostConcurrent")).isEqualTo(1);
        assertThat(ORG.inserts())
                .allSatisfy(probe -> assertThat(probe.externalIds()).hasSize(1));
        ORG.heal();

        assertThat(events(commands)).hasSize(64);
    }

    @ParameterizedTest
    @CsvSource({
        "200, RESPONSE_NOT_READABLE, SIGN_IN_RESPONSE_NOT_READABLE",
        "302, HTTP_302, SIGN_IN_HTTP_302",
        "503, HTTP_503, SIGN_IN_HTTP_503"
    })
    void a_page_in_place_of_a_response_holds_all_calls(int status, String code, String signInCode) {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        ORG.fault("callResponse", Map.of("status", status, "html", PAGE));
        SubmitCase command = asking("Down for maintenance");
        send(command);
        awaitHold(code);
        awaitState(command, RECEIVED);
        ORG.heal();
        awaitState(command, CREATED);

        ORG.faults(Map.of("expireSessions", true, "signInResponse", Map.of("status", status, "html", PAGE)));
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
    void a_response_without_a_body_holds_all_calls(int status, String code, String signInCode, CapturedOutput output) {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        ORG.fault("callResponse", Map.of("status", status));
        SubmitCase command = asking("Nothing comes back");
        send(command);
        awaitHold(code);
        awaitState(command, RECEIVED);
        ORG.heal();
        awaitState(command, CREATED);

        ORG.faults(Map.of("expireSessions", true, "signInResponse", Map.of("status", status)));
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
        ORG.fault(
                "failCalls",
                List.of(refusingCalls(
                        "",
                        403,
                        "REQUEST_LIMIT_EXCEEDED",
                        "ConcurrentRequests (Concurrent API Requests) Limit exceeded.")));
        SubmitCase command = asking("One call too many");
        send(command);

        awaitHold("REQUEST_LIMIT_EXCEEDED");
        assertThat(gauge("caseline.salesforce.calls.left")).isNotZero();
        ORG.heal();
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1);
    }
}
