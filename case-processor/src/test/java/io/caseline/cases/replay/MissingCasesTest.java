package io.caseline.cases.replay;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.ledger.LedgerFixture;
import io.caseline.cases.replay.MissingCases.Lost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command whose case the org has lost gets exactly one case again, whatever earlier calls still report. */
class MissingCasesTest extends LedgerFixture {
    private static final Created ANOTHER = new Created("500B", "00000002", Instant.EPOCH, CaseSnapshot.UNKNOWN);

    private final MissingCases missingCases = new MissingCases(database.jdbc);
    private long replay;

    @BeforeEach
    void insertReplay() {
        replay = database.jdbc.sql("""
                insert into replay (version, state, filter, reason, started_by, started_at, canary_passed, total)
                values (0, 'SEARCHING', '', 'test', 'ann', now(), true, 0) returning id""").query(Long.class).single();
    }

    @Test
    void a_lost_case_is_a_failure_that_keeps_the_outcome_before() {
        ClaimedCommand command = created();
        assertThat(lose(command, 1)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(FAILED);
            assertThat(entry.failureCode()).isEqualTo("CASE_MISSING");
            assertThat(entry.attempts()).isEqualTo(2);
            assertThat(entry.caseNumber()).isNull();
        });

        assertThat(strings(
                        "select attempt || state || coalesce(case_number, code) from earlier_outcome order by attempt"))
                .containsExactly("1CREATED00000001", "2FAILEDCASE_MISSING");
        assertThat(strings("select position || state from replay_entry")).containsExactly("1WAITING");
        assertThat(strings("select encode(sealed_case, 'hex') from ledger_entry"))
                .containsExactly("010203");
    }

    @Test
    void what_an_earlier_claim_reports_does_not_count_any_more() {
        ClaimedCommand first = claimed(command("a"));
        release(first);
        ClaimedCommand second = due("a").getFirst();
        save(second, OUTCOME);
        lose(second, 1);

        assertThat(save(first, OUTCOME)).as("the lost case").isEmpty();
        assertThat(save(first, ANOTHER)).as("a case that is found by a look-up").isEmpty();
        assertThat(state(first)).isEqualTo(FAILED);
    }

    @Test
    void what_a_later_claim_reports_counts_whichever_case_it_is() {
        ClaimedCommand command = created();
        lose(command, 1);
        database.jdbc.sql("update ledger_entry set state = 'RECEIVED'").update();
        ClaimedCommand replayed = claims.anyOf("a", instance).orElseThrow();

        assertThat(save(command, OUTCOME)).isEmpty();
        assertThat(save(replayed, OUTCOME)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(CREATED);
            assertThat(entry.attempts()).isEqualTo(3);
        });
        assertThat(save(command, ANOTHER)).isEmpty();
    }

    @Test
    void the_case_of_a_call_that_arrives_late_is_found_by_a_look_up() {
        ClaimedCommand command = claimed(command("a"));
        save(command, FAILURE);
        database.jdbc
                .sql("update ledger_entry set case_may_exist_since = now()")
                .update();
        ClaimedCommand lookedUpBefore = possibleCases.due(Duration.ZERO).getFirst();
        save(command, OUTCOME);
        lose(command, 2);

        assertThat(save(lookedUpBefore, OUTCOME))
                .as("a look-up before the loss")
                .isEmpty();
        possibleCases.lookedUp(List.of(lookedUpBefore));
        assertThat(possibleCases.due(Duration.ofMinutes(11))).isEmpty();
        ClaimedCommand lookedUp = possibleCases.due(Duration.ZERO).getFirst();
        assertThat(save(lookedUp, ANOTHER))
                .singleElement()
                .satisfies(entry -> assertThat(entry.caseNumber()).isEqualTo("00000002"));
    }

    @Test
    void a_command_that_has_another_outcome_than_the_one_looked_up_is_left_alone() {
        ClaimedCommand command = created();
        assertThat(lose(command, 2)).isEmpty();
        lose(command, 1);
        assertThat(lose(command, 1)).as("found twice").isEmpty();
        assertThat(strings("select state from replay_entry")).hasSize(1);
    }

    @Test
    void a_command_whose_row_was_purged_gets_one_again() {
        ClaimedCommand command = created();
        database.jdbc.sql("delete from ledger_entry").update();

        assertThat(lose(command, 0)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(FAILED);
            assertThat(entry.attempts()).isEqualTo(2);
            assertThat(entry.receivedAt()).isEqualTo(command.command().receivedAt());
        });
        assertThat(lose(command, 0)).as("found twice").isEmpty();
    }

    private ClaimedCommand created() {
        ClaimedCommand command = claimed(command("a"));
        save(command, OUTCOME);
        return command;
    }

    private List<LedgerEntry> lose(ClaimedCommand command, int attempts) {
        return missingCases.fail(replay, List.of(new Lost(command.command(), attempts)));
    }

    private List<String> strings(String sql) {
        return database.jdbc.sql(sql).query(String.class).list();
    }
}
