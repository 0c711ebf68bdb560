package io.caseline.cases.outcome;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims.Traffic;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.ledger.LedgerFixture;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An outcome is saved once: Created whatever the state, Failed and Retry under their own claim only. */
class OutcomeStoreTest extends LedgerFixture {

    @Test
    void created_is_saved_whatever_the_state_and_whoever_holds_the_claim() {
        ClaimedCommand first = claimed(command("a"));
        release(first);
        ClaimedCommand second = due("a").getFirst();
        assertThat(save(first, OUTCOME)).extracting(LedgerEntry::state).containsExactly(CREATED);
        assertThat(save(second, OUTCOME)).as("has an outcome already").isEmpty();
        assertThat(save(second, FAILURE)).isEmpty();
        assertThat(state(first)).isEqualTo(CREATED);

        ClaimedCommand failed = claimed(command("a"));
        save(failed, FAILURE);
        assertThat(save(failed, OUTCOME)).singleElement().satisfies(entry -> {
            assertThat(entry.attempts()).isEqualTo(2);
            assertThat(entry.failureCode()).isNull();
        });
    }

    @Test
    void failed_counts_only_under_its_own_claim() {
        ClaimedCommand late = claimed(command("a"));
        release(late);
        ClaimedCommand current = due("a").getFirst();
        assertThat(current.claim()).isGreaterThan(late.claim());
        assertThat(save(late, FAILURE)).isEmpty();
        assertThat(state(late)).isEqualTo(RECEIVED);

        assertThat(save(current, FAILURE)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(FAILED);
            assertThat(entry.failureCode()).isEqualTo("STRING_TOO_LONG");
            assertThat(entry.failureFields()).isEqualTo("Subject,Description");
            assertThat(entry.attempts()).isEqualTo(1);
        });
        assertThat(save(current, FAILURE)).as("once").isEmpty();
    }

    @Test
    void a_retry_counts_only_under_its_own_claim_too() {
        ClaimedCommand late = claimed(command("a"));
        release(late);
        ClaimedCommand current = due("a").getFirst();
        save(late, new Retry("TIME_OUT", Duration.ZERO, true, true));
        assertThat(due("a")).isEmpty();

        save(current, new Retry("UNABLE_TO_LOCK_ROW", Duration.ZERO, true, false));
        assertThat(due("a")).singleElement().satisfies(command -> {
            assertThat(command.tries()).isEqualTo(1);
            assertThat(command.lastCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
            assertThat(command.command()).isEqualTo(current.command());
        });
    }

    @Test
    void a_delayed_retry_is_not_due_before_its_time_but_may_be_a_probe() {
        ClaimedCommand command = claimed(command("a"));
        save(command, new Retry("UNABLE_TO_LOCK_ROW", Duration.ofHours(1), true, false));

        assertThat(due("a")).isEmpty();
        assertThat(claims.programs(Traffic.LIVE)).containsExactly("a");
        assertThat(claims.anyOf("a", instance).orElseThrow().correlationId()).isEqualTo(command.correlationId());
    }

    @Test
    void only_failed_commands_whose_case_may_exist_are_looked_up() {
        ClaimedCommand answered = claimed(command("a"));
        ClaimedCommand lost = claimed(command("a"));
        ClaimedCommand lostBefore = claimed(command("a"));
        save(lostBefore, new Retry("TIME_OUT", Duration.ZERO, false, true));
        ClaimedCommand again = due("a").getFirst();
        save(answered, FAILURE);
        save(lost, new Failed("UNKNOWN_EXCEPTION", List.of(), true));
        save(again, FAILURE);

        List<ClaimedCommand> due = possibleCases.due(Duration.ZERO);
        assertThat(due)
                .extracting(ClaimedCommand::correlationId)
                .containsExactlyInAnyOrder(lost.correlationId(), again.correlationId());
        assertThat(possibleCases.due(Duration.ofMinutes(11))).isEmpty();
        possibleCases.lookedUp(due);
        assertThat(possibleCases.due(Duration.ZERO)).isEmpty();
    }
}
