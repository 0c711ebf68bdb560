package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** An org that does not answer when the application starts. */
@TestPropertySource(properties = "caseline.salesforce.connect-timeout=4s")
@OwnApplication
class SalesforceUnavailableAtStartTest extends RunningCaseProcessor {
    static {
        ORG.outage = 503;
    }

    @Test
    void the_application_starts_and_sends_nothing_before_it_has_checked_the_mapping() {
        int inserts = ORG.calls.get();
        SubmitCase command = asking("Early");
        send(command);
        int describes = ORG.describes.get();

        await().until(() -> ORG.describes.get() >= describes + 2);
        awaitState(command, RECEIVED);
        assertThat(ORG.calls.get()).isEqualTo(inserts);
        ORG.heal();

        awaitState(command, CREATED);
        assertThat(events(command)).hasSize(1);
    }
}
