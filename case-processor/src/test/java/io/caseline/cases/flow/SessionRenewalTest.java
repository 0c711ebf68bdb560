package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.SandboxOrg.refusingCalls;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A session that has ended is replaced once, however many calls need it. */
class SessionRenewalTest extends RunningCaseProcessor {
    @Test
    void a_dead_session_is_replaced_once() {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        long signIns = ORG.count("signIns");
        ORG.fault("expireSessions", true);
        SubmitCase after = asking("Signs in again");
        send(after);

        awaitState(after, CREATED);
        assertThat(ORG.count("signIns")).isEqualTo(signIns + 1);
    }

    @Test
    void a_session_that_dies_under_several_calls_is_replaced_once() {
        SubmitCase[] before = Stream.generate(() -> asking("Before")).limit(10).toArray(SubmitCase[]::new);
        send(before);
        assertThat(events(before)).hasSize(10);
        long signIns = ORG.count("signIns");
        ORG.faults(Map.of("expireSessions", true, "latency", 200));
        SubmitCase[] commands =
                Stream.generate(() -> asking("Session over")).limit(1200).toArray(SubmitCase[]::new);
        send(commands);

        assertThat(events(commands)).hasSize(1200);
        assertThat(ORG.count("signIns") - signIns).isEqualTo(1);
    }

    @Test
    void a_session_that_is_not_valid_for_the_api_is_given_up_and_each_probe_signs_in_once_at_most() {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        long signIns = ORG.count("signIns");
        long calls = ORG.count("apiCalls");
        ORG.fault(
                "failCalls",
                List.of(refusingCalls(
                        "", 401, "INVALID_SESSION_ID", "This session is not valid for use with the REST API")));
        SubmitCase after = asking("The admin revokes the access");
        send(after);

        awaitHold("INVALID_SESSION_ID");
        await().until(() -> ORG.count("apiCalls") >= calls + 4);
        awaitState(after, RECEIVED);
        assertThat(ORG.count("signIns") - signIns).isLessThanOrEqualTo(ORG.count("apiCalls") - calls);
        ORG.heal();

        awaitState(after, CREATED);
        assertThat(events(after)).hasSize(1);
    }
}
