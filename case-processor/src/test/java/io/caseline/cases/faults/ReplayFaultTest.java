package io.caseline.cases.faults;

import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static io.caseline.cases.testing.ClaimedCommands.replayed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.salesforce.InsertResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A refused replay is an operator's matter: it fails at once, and live traffic does not wait for it. */
class ReplayFaultTest extends Judging {

    @Test
    void refused_replays_fail_and_do_not_hold_their_program() {
        Judgement judgement = judge(results(replayed("a", 50), refused(RULE)));

        assertThat(judgement.toHold()).isEmpty();
        assertThat(judgement.decisions().values()).hasSize(50).containsOnly(new Failed(RULE, List.of("Subject")));
        assertThat(judge(results(claimed("a", 4), refused(RULE))).toHold())
                .as("live refusals alone count")
                .isEmpty();
    }

    @Test
    void refused_replays_of_several_programs_do_not_hold_the_org() {
        Map<ClaimedCommand, InsertResult> results = results(replayed("a", 10), refused(RULE));
        results.putAll(results(replayed("b", 10), refused(RULE)));

        Judgement judgement = judge(results);
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions().values()).hasSize(20).allMatch(Failed.class::isInstance);
    }

    @Test
    void a_code_of_the_org_holds_all_calls_whoever_gets_it() {
        Map<ClaimedCommand, InsertResult> results = results(replayed("a", 1), refused("STORAGE_LIMIT_EXCEEDED"));
        results.putAll(results(replayed("b", 1), refused("STORAGE_LIMIT_EXCEEDED")));

        assertThat(judge(results).orgCode()).contains("STORAGE_LIMIT_EXCEEDED");
    }

    @Test
    void a_replay_that_passes_shows_that_its_program_may_go_on() {
        assertThat(judge.judge(results(replayed("a", 1), EXISTS), "a"::equals, Optional.empty())
                        .programsWithSuccess())
                .containsExactly("a");
    }
}
