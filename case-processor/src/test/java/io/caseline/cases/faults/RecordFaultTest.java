package io.caseline.cases.faults;

import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static io.caseline.cases.testing.ClaimedCommands.triedAgain;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.faults.FaultJudge.Judgement;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record fails for its own data, and is sent again where time helps. */
class RecordFaultTest extends Judging {

    @Test
    void four_refusals_are_the_records_own() {
        assertThat(judge(results(claimed("a", 4), refused(RULE))).decisions().values())
                .containsOnly(new Failed(RULE, List.of("Subject")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"STRING_TOO_LONG", "INVALID_EMAIL_ADDRESS", "NUMBER_OUTSIDE_VALID_RANGE"})
    void bad_data_fails_its_record_however_many_there_are(String code) {
        Judgement judgement = judge(results(claimed("a", 50), refused(code)));

        assertThat(judgement.toHold()).isEmpty();
        assertThat(judgement.orgCode()).isEmpty();
        assertThat(judgement.decisions().values()).containsOnly(new Failed(code, List.of("Subject")));
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
}
