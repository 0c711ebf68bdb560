package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.messages.SubmitCase;
import org.junit.jupiter.api.Test;

/** When the org's calls run out, cases wait and none fails. */
class CallQuotaTest extends RunningCaseProcessor {
    @Test
    void below_the_reserve_cases_wait_and_go_on_when_there_is_room() {
        int reserve = SandboxOrg.DAILY_CALLS / 10;
        ORG.fault("apiUsage", SandboxOrg.DAILY_CALLS - reserve - 1);
        SubmitCase last = asking("Takes the last call above the reserve");
        send(last);
        awaitState(last, CREATED);
        long used = ORG.count("recordsInserted");
        SubmitCase waits = asking("Waits for calls");
        send(waits);

        awaitState(waits, RECEIVED);
        await().until(() -> healthOfOrg("heldAtLeastUntil") != null);
        awaitHold("QUOTA_RESERVE_REACHED");
        assertThat(healthOfOrg("callsReserved")).isEqualTo((long) reserve);
        assertThat(gauge("caseline.salesforce.calls.left")).isLessThanOrEqualTo(reserve);
        assertThat(ORG.count("recordsInserted")).isEqualTo(used);
        ORG.heal();

        awaitState(waits, CREATED);
        assertThat(events(waits)).hasSize(1);
        assertThat(gauge("caseline.salesforce.calls.left")).isGreaterThan(reserve);
    }

    @Test
    void a_used_up_quota_fails_no_case() {
        ORG.fault("quotaUsed", true);
        SubmitCase waits = asking("No call left");
        send(waits);

        awaitHold("QUOTA_RESERVE_REACHED");
        awaitState(waits, RECEIVED);
        assertThat(gauge("caseline.salesforce.calls.left")).isZero();
        ORG.heal();

        assertThat(awaitState(waits, CREATED).attempts()).isEqualTo(1);
    }
}
