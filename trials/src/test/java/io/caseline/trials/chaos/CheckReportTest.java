package io.caseline.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    private final CheckReport verdict = new CheckReport();

    @Test
    void sets_that_agree_pass() {
        verdict.same("ledger = events", Set.of("a", "b"), Set.of("b", "a"));
        verdict.contained("accepted", Set.of("a"), Set.of("a", "b"));
        verdict.once("events", List.of("a", "b"));

        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.lines()).anyMatch(line -> line.matches(" +ledger = events +2 +0"));
    }

    @Test
    void what_is_lost_and_what_is_unaccounted_for_is_named() {
        verdict.same("ledger = events", Set.of("lost", "both"), Set.of("both", "alien"));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines()).contains("    lost is missing", "    alien is not expected there");
    }

    @Test
    void an_accepted_id_that_is_nowhere_fails() {
        verdict.contained("accepted", Set.of("a", "b"), Set.of("a"));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines()).contains("    b");
    }

    @Test
    void what_is_there_twice_fails() {
        verdict.once("events", List.of("a", "b", "a"));

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines()).contains("    a 2 times");
    }

    @Test
    void a_comparison_of_nothing_fails() {
        verdict.same("ledger = events", Set.of(), Set.of());

        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.lines()).contains("    there was nothing to compare");
    }

    @Test
    void what_must_not_be_there_at_all_passes_only_if_it_is_not() {
        verdict.none("dead letters", List.of());
        assertThat(verdict.passed()).isTrue();

        verdict.none("dead letters", List.of("cases.commands.dlt-0 to 1"));
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void a_long_list_is_cut_and_says_so() {
        verdict.check(
                "letters",
                30,
                IntStream.range(0, 30).mapToObj(i -> "letter " + i).toList());

        assertThat(verdict.lines()).contains("    and 10 more");
    }
}
