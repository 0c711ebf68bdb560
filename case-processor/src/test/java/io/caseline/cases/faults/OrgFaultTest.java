package io.caseline.cases.faults;

import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.InsertResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records of several programs refused alike show a fault of the org: all calls are held, and no record fails. */
class OrgFaultTest extends Judging {

    @ParameterizedTest
    @ValueSource(strings = {"STORAGE_LIMIT_EXCEEDED", "REQUEST_LIMIT_EXCEEDED", "ORG_LOCKED"})
    void a_code_of_the_org_for_several_programs_holds_all_calls(String code) {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 1), refused(code));
        results.putAll(results(claimed("b", 1), refused(code)));
        Judgement judgement = judge(results);

        assertThat(judgement.orgCode()).contains(code);
        assertThat(judgement.decisions().values()).containsOnly(new Retry(code, Duration.ZERO, false, false));
    }

    @Test
    void a_code_of_the_org_for_one_program_holds_that_program_at_once_and_fails_nothing() {
        Judgement judgement = judge(results(claimed("a", 1), refused("STORAGE_LIMIT_EXCEEDED")));

        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.toHold()).containsOnlyKeys("a");
        assertThat(judgement.decisions().values()).allMatch(Retry.class::isInstance);
    }

    @Test
    void a_code_of_the_org_holds_no_call_of_others_that_passed() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 1), refused("STORAGE_LIMIT_EXCEEDED"));
        results.putAll(results(claimed("b", 1), EXISTS));

        assertThat(judge(results).orgCode()).isEmpty();
    }

    @Test
    void two_programs_refused_alike_are_the_orgs_fault_and_no_record_fails() {
        Judgement judgement = judge(alike());

        assertThat(judgement.orgCode()).contains(RULE);
        assertThat(judgement.toHold()).isEmpty();
        assertThat(judgement.decisions().values()).containsOnly(new Retry(RULE, Duration.ZERO, false, false));
    }

    @Test
    void the_probe_of_an_org_that_still_refuses_alike_waits_too() {
        judge(alike());
        Judgement judgement = judge.judge(results(claimed("b", 1), refused(RULE)), held -> false, Optional.of(RULE));

        assertThat(judgement.orgCode()).contains(RULE);
        assertThat(judgement.decisions().values()).containsOnly(new Retry(RULE, Duration.ZERO, false, false));
    }

    @Test
    void two_programs_that_are_refused_alike_again_after_others_passed_are_held_alone() {
        judge(alike());
        judge(alike());
        judge(results(claimed("c", 1), EXISTS));
        Judgement judgement = judge(alike());

        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.toHold()).containsOnlyKeys("a", "b");
        assertThat(judgement.decisions().values()).hasOnlyElementsOfType(Retry.class);
    }
}
