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
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceSettings.Pause;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose fault a refusal is. */
class FaultJudgeTest {
    private static final String RULE = "FIELD_CUSTOM_VALIDATION_EXCEPTION";
    private static final Created CREATED = new Created("500A", "00000001", Instant.EPOCH);

    private final FaultJudge judge = new FaultJudge(
            new RetryPolicy(4, new Pause(Duration.ofSeconds(1), Duration.ofSeconds(3)), Duration.ofSeconds(10)));

    @Test
    void five_refusals_of_one_code_hold_the_program_and_its_refused_records_wait() {
        Judgement judgement = judge(results(claimed("a", 5), refused(RULE)));

        assertThat(judgement.held()).isEqualTo(Map.of("a", refused(RULE)));
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions().values()).hasSize(5).containsOnly(new Retry(RULE, Duration.ZERO, true, false));
    }

    @Test
    void four_refusals_are_the_records_own() {
        assertThat(judge(results(claimed("a", 4), refused(RULE))).decisions().values())
                .containsOnly(new Failed(RULE, List.of("Subject")));
    }

    @Test
    void refusals_of_several_calls_count_together() {
        assertThat(judge(results(claimed("a", 4), refused(RULE))).held()).isEmpty();
        assertThat(judge(results(claimed("a", 1), refused(RULE))).held()).containsKey("a");
    }

    @Test
    void refusals_that_do_not_make_most_of_the_last_twenty_hold_nothing() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 10), CREATED);
        results.putAll(results(claimed("a", 10), refused(RULE)));

        assertThat(judge(results).held()).isEmpty();
        assertThat(judge(results(claimed("a", 1), refused(RULE))).held())
                .as("one more, which pushes a passed one out of the last twenty")
                .containsKey("a");
    }

    @Test
    void what_passes_outweighs_what_was_refused_before() {
        judge(results(claimed("a", 4), refused(RULE)));
        judge(results(claimed("a", 20), CREATED));

        assertThat(judge(results(claimed("a", 4), refused(RULE))).held()).isEmpty();
    }

    @Test
    void codes_are_counted_apart() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 4), refused(RULE));
        results.putAll(results(claimed("a", 4), refused("REQUIRED_FIELD_MISSING")));

        assertThat(judge(results).held()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"STRING_TOO_LONG", "INVALID_EMAIL_ADDRESS", "NUMBER_OUTSIDE_VALID_RANGE"})
    void bad_data_fails_its_record_however_many_there_are(String code) {
        Judgement judgement = judge(results(claimed("a", 50), refused(code)));

        assertThat(judgement.held()).isEmpty();
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions().values()).containsOnly(new Failed(code, List.of("Subject")));
    }

    @Test
    void another_program_is_not_concerned() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 8), refused(RULE));
        List<ClaimedCommand> others = claimed("b", 3);
        results.putAll(results(others, CREATED));

        Judgement judgement = judge(results);
        assertThat(judgement.held()).containsOnlyKeys("a");
        assertThat(judgement.passed()).containsExactly("b");
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions()).containsEntry(others.getFirst(), created());
    }

    @Test
    void a_record_that_is_refused_again_while_others_of_its_program_pass_fails() {
        judge(results(claimed("a", 8), refused(RULE)));
        ClaimedCommand again = triedAgain("a", 1, RULE);
        ClaimedCommand first = claimed("a");
        Map<ClaimedCommand, InsertResult> results = results(List.of(again, first), refused(RULE));
        results.putAll(results(claimed("a", 1), CREATED));

        Map<ClaimedCommand, Decision> decisions = judge(results).decisions();
        assertThat(decisions).containsEntry(again, new Failed(RULE, List.of("Subject")));
        assertThat(decisions.get(first)).as("refused for the first time").isInstanceOf(Retry.class);
    }

    @Test
    void the_refused_probe_of_a_held_program_waits_so_that_the_next_one_takes_another_record() {
        Judgement judgement = judge.judge(results(claimed("a", 1), refused(RULE)), "a"::equals, Optional.empty());

        assertThat(judgement.held()).isEmpty();
        assertThat(judgement.decisions().values()).containsExactly(new Retry(RULE, Duration.ofMinutes(1), true, false));
    }

    @Test
    void after_a_hold_the_refusals_before_it_say_nothing() {
        judge(results(claimed("a", 8), refused(RULE)));
        judge.released("a");

        assertThat(judge(results(claimed("a", 1), refused(RULE))).held()).isEmpty();
    }

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
        assertThat(judgement.held()).containsOnlyKeys("a");
        assertThat(judgement.decisions().values()).allMatch(Retry.class::isInstance);
    }

    @Test
    void a_code_of_the_org_holds_no_call_of_others_that_passed() {
        Map<ClaimedCommand, InsertResult> results = results(claimed("a", 1), refused("STORAGE_LIMIT_EXCEEDED"));
        results.putAll(results(claimed("b", 1), CREATED));

        assertThat(judge(results).orgCode()).isEmpty();
    }

    @Test
    void two_programs_refused_alike_are_the_orgs_fault_and_no_record_fails() {
        Judgement judgement = judge(alike());

        assertThat(judgement.orgCode()).contains(RULE);
        assertThat(judgement.held()).isEmpty();
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
        judge(results(claimed("c", 1), CREATED));
        Judgement judgement = judge(alike());

        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.held()).containsOnlyKeys("a", "b");
        assertThat(judgement.decisions().values()).hasOnlyElementsOfType(Retry.class);
    }

    @Test
    void a_busy_record_is_tried_with_longer_pauses_and_then_fails() {
        String busy = "UNABLE_TO_LOCK_ROW";
        assertThat(decisionOn(claimed("a"), busy)).isEqualTo(new Retry(busy, Duration.ofSeconds(1), true, false));
        assertThat(decisionOn(triedAgain("a", 1, busy), busy))
                .isEqualTo(new Retry(busy, Duration.ofSeconds(2), true, false));
        assertThat(decisionOn(triedAgain("a", 2, busy), busy))
                .isEqualTo(new Retry(busy, Duration.ofSeconds(3), true, false));
        assertThat(decisionOn(triedAgain("a", 3, busy), busy)).isEqualTo(new Failed(busy, List.of("Subject")));
    }

    @Test
    void tries_while_the_program_was_held_do_not_make_a_busy_record_fail() {
        assertThat(decisionOn(triedAgain("a", 7, RULE), "UNABLE_TO_LOCK_ROW")).isInstanceOf(Retry.class);
    }

    @Test
    void a_case_that_is_not_visible_yet_never_fails() {
        String notYet = "CASE_NOT_VISIBLE";
        for (int tries = 0; tries < 100; tries++) {
            assertThat(decisionOn(triedAgain("a", tries, notYet), notYet))
                    .isInstanceOfSatisfying(
                            Retry.class,
                            retry -> assertThat(retry.delay()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(5)));
        }
    }

    @Test
    void a_refusal_without_an_answer_for_the_record_is_remembered_as_such() {
        Refused refused = new Refused("UNKNOWN_EXCEPTION", List.of(), true);
        assertThat(decisionOn(claimed("a"), refused))
                .isEqualTo(new Retry("UNKNOWN_EXCEPTION", Duration.ofSeconds(1), true, true));
        assertThat(decisionOn(triedAgain("a", 3, "UNKNOWN_EXCEPTION"), refused))
                .isEqualTo(new Failed("UNKNOWN_EXCEPTION", List.of(), true));
    }

    private Map<ClaimedCommand, InsertResult> alike() {
        Map<ClaimedCommand, InsertResult> alike = results(claimed("a", 3), refused(RULE));
        alike.putAll(results(claimed("b", 3), refused(RULE)));
        return alike;
    }

    private Decision decisionOn(ClaimedCommand command, String code) {
        return decisionOn(command, refused(code));
    }

    private Decision decisionOn(ClaimedCommand command, Refused refused) {
        return only(judge(Map.of(command, refused)).decisions().values());
    }

    private static Decision only(Collection<Decision> decisions) {
        assertThat(decisions).hasSize(1);
        return decisions.iterator().next();
    }

    private Judgement judge(Map<ClaimedCommand, InsertResult> results) {
        return judge.judge(results, Set.of()::contains, Optional.empty());
    }

    private static Refused refused(String code) {
        return new Refused(code, List.of("Subject"));
    }

    private static Decision created() {
        return new Decision.Created(CREATED.salesforceId(), CREATED.caseNumber(), CREATED.createdAt());
    }

    private static Map<ClaimedCommand, InsertResult> results(List<ClaimedCommand> commands, InsertResult result) {
        Map<ClaimedCommand, InsertResult> results = new LinkedHashMap<>();
        commands.forEach(command -> results.put(command, result));
        return results;
    }
}
