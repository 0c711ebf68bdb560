package io.caseline.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckReportTest {

    private final CheckReport report = new CheckReport();

    @Test
    void equal_sets_pass() {
        report.same("ledger = events", Set.of("a", "b"), Set.of("b", "a"));
        report.contained("accepted", Set.of("a"), Set.of("a", "b"));
        report.once("events", List.of("a", "b"), one -> one);

        assertThat(report.passed()).isTrue();
        assertThat(report.lines()).anyMatch(line -> line.matches(" +ledger = events +2 +0"));
    }

    @Test
    void missing_and_unexpected_items_are_named() {
        report.same("ledger = events", Set.of("lost", "both"), Set.of("both", "other"));

        assertThat(report.passed()).isFalse();
        assertThat(report.lines()).contains("    lost is missing", "    other is unexpected");
    }

    @Test
    void a_missing_accepted_id_fails() {
        report.contained("accepted", Set.of("a", "b"), Set.of("a"));

        assertThat(report.passed()).isFalse();
        assertThat(report.lines()).contains("    b");
    }

    @Test
    void a_repeat_fails() {
        report.once("events", List.of("a", "b", "a"), one -> one);

        assertThat(report.passed()).isFalse();
        assertThat(report.lines()).contains("    a 2 times");
    }

    @Test
    void a_comparison_of_nothing_fails() {
        report.same("ledger = events", Set.of(), Set.of());

        assertThat(report.passed()).isFalse();
        assertThat(report.lines()).contains("    there was nothing to compare");
    }

    @Test
    void nothing_may_be_found_where_nothing_is_allowed() {
        report.none("dead letters", List.of());
        assertThat(report.passed()).isTrue();

        report.none("dead letters", List.of("cases.commands.dlt-0 to 1"));
        assertThat(report.passed()).isFalse();
    }

    @Test
    void a_long_list_is_cut_with_the_number_of_further_items() {
        report.check(
                "letters",
                30,
                IntStream.range(0, 30).mapToObj(i -> "letter " + i).toList());

        assertThat(report.lines()).contains("    and 10 more");
    }
}
