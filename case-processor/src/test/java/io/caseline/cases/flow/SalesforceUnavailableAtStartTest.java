package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.SandboxOrg.refusingCalls;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** An org that does not answer when the application starts. */
@TestPropertySource(properties = "spring.http.serviceclient.salesforce.connect-timeout=4s")
@OwnApplication
class SalesforceUnavailableAtStartTest extends RunningCaseProcessor {
    static {
        ORG.fault("failCalls", List.of(refusingCalls("", 503, "SERVER_UNAVAILABLE", "Down for maintenance")));
    }

    @Test
    void the_application_starts_and_sends_nothing_before_it_has_checked_the_mapping() {
        ORG.resetStats();
        SubmitCase command = asking("Early");
        send(command);

        await().until(() -> ORG.describes() >= 2);
        awaitState(command, RECEIVED);
        assertThat(ORG.inserts()).isEmpty();
        ORG.heal();

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
    }
}
