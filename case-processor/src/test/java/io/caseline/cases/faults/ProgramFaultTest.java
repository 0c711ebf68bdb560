package io.caseline.cases.faults;

import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static io.caseline.cases.testing.ClaimedCommands.triedAgain;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.InsertResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Refusals that make most of a program's results show a fault of the program: it is held, and its records wait. */
class ProgramFaultTest extends Judging {

    @Test
    void five_refusals_of_one_code_hold_the_program_and_its_refused_records_wait() {
        Judgement judgement = judge(results(claimed("a", 5), refused(RULE)));

        assertThat(judgement.toHold()).isEqualTo(Map.of("a", refused(RULE)));
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions().values()).hasSize(5).containsOnly(new Retry(RULE, Duration.ZERO, true, false));
    }

    @Test
    void refusals_of_several_calls_count_together() {
        assertThat(judge(results(claimed("a", 4), refused(RULE))).toHold()).isEmpty();
        assertThat(judge(results(claimed("a", 1), refused(RULE))).toHold()).containsKey("a");
    }

    @Test
    void refusals_that_do_not_make_most_of_the_last_twenty_hold_nothing() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 10), EXISTS);
        results.putAll(results(claimed("a", 10), refused(RULE)));

        assertThat(judge(results).toHold()).isEmpty();
        assertThat(judge(results(claimed("a", 1), refused(RULE))).toHold())
                .as("one more, which pushes a passed one out of the last twenty")
                .containsKey("a");
    }

    @Test
    void what_passes_outweighs_what_was_refused_before() {
        judge(results(claimed("a", 4), refused(RULE)));
        judge(results(claimed("a", 20), EXISTS));

        assertThat(judge(results(claimed("a", 4), refused(RULE))).toHold()).isEmpty();
    }

    @Test
    void codes_are_counted_apart() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 4), refused(RULE));
        results.putAll(results(claimed("a", 4), refused("REQUIRED_FIELD_MISSING")));

        assertThat(judge(results).toHold()).isEmpty();
    }

    @Test
    void another_program_is_not_concerned() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 8), refused(RULE));
        List<ClaimedCommand> others = claimed("b", 3);
        results.putAll(results(others, EXISTS));

        Judgement judgement = judge(results);
        assertThat(judgement.toHold()).containsOnlyKeys("a");
        assertThat(judgement.programsWithSuccess()).containsExactly("b");
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions()).containsEntry(others.getFirst(), created());
    }

    @Test
    void a_record_that_is_refused_again_while_others_of_its_program_pass_fails() {
        judge(results(claimed("a", 8), refused(RULE)));
        ClaimedCommand again = triedAgain("a", 1, RULE);
        ClaimedCommand first = claimed("a");
        Map<ClaimedCommand, InsertResult> results = results(List.of(again, first), refused(RULE));
        results.putAll(results(claimed("a", 1), EXISTS));

        Map<ClaimedCommand, Decision> decisions = judge(results).decisions();
        assertThat(decisions).containsEntry(again, new Failed(RULE, List.of("Subject")));
        assertThat(decisions.get(first)).as("refused for the first time").isInstanceOf(Retry.class);
    }

    @Test
    void the_refused_probe_of_a_held_program_waits_so_that_the_next_one_takes_another_record() {
        Judgement judgement = judge.judge(results(claimed("a", 1), refused(RULE)), "a"::equals, Optional.empty());

        assertThat(judgement.toHold()).isEmpty();
        assertThat(judgement.decisions().values()).containsExactly(new Retry(RULE, Duration.ofMinutes(1), true, false));
    }

    @Test
    void after_a_hold_the_refusals_before_it_say_nothing() {
        judge(results(claimed("a", 8), refused(RULE)));
        judge.released("a");

        assertThat(judge(results(claimed("a", 1), refused(RULE))).toHold()).isEmpty();
    }
}
