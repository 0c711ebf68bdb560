package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A mapping that does not fit the org holds all calls, so that no case fails. */
class MappingDoesNotFitTest extends RunningCaseProcessor {
    @Test
    void a_field_that_is_gone_from_the_org_holds_all_calls_and_is_named() {
        SubmitCase before = asking("Before");
        send(before);
        awaitState(before, CREATED);
        ORG.faults(Map.of(
                "hiddenFields",
                List.of("Caseline_Device__c"),
                "failRecords",
                List.of(refusing("Subject", "", "INVALID_FIELD"))));
        SubmitCase[] commands =
                Stream.generate(() -> asking("The field is gone")).limit(5).toArray(SubmitCase[]::new);
        ORG.resetStats();
        sendTogether(commands);

        awaitHold("MAPPING_DOES_NOT_FIT");
        assertThat(healthOfOrg("problems"))
                .asString()
                .contains("caseline.mapping.fields[Caseline_Device__c]: Case.Caseline_Device__c does not exist");
        int inserts = ORG.inserts().size();
        long describes = ORG.describes();
        await().until(() -> ORG.describes() >= describes + 2);
        assertThat(ORG.inserts()).hasSize(inserts);
        ORG.heal();

        await().until(() -> healthOfOrg("problems") == null);
        assertThat(events(commands)).hasSize(5);
    }
}
