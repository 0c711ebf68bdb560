package io.caseline.cases.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.life.CaseLife.Period;
import io.caseline.cases.life.CaseLife.Program;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LifeChartTest {
    @Test
    void the_longest_bar_is_that_of_the_program_with_the_most_cases() {
        LifeChart chart = Objects.requireNonNull(LifeChart.of(List.of(
                new Period(7, Instant.EPOCH, List.of(new Program("gobank", 60, 10, 30.0))),
                new Period(
                        30,
                        Instant.EPOCH,
                        List.of(new Program("gobank", 60, 140, 60.0), new Program("rapidpay", 50, 50, null))))));

        assertThat(chart.rows()).extracting(LifeChart.Row::program).containsExactly("gobank", "rapidpay");
        assertThat(chart.rows().getFirst().segments())
                .containsExactly(
                        new ProgressView.Segment("good", "0.00%", "70.00%"),
                        new ProgressView.Segment("used", "70.00%", "30.00%"));
        assertThat(chart.rows().getLast().segments().getLast().width()).isEqualTo("25.00%");
        assertThat(chart.rows().getLast().week().closed()).isZero();
        assertThat(chart.sentence()).isEqualTo("110 cases are open, 190 were closed in the last 30 days.");
    }

    @Test
    void there_is_none_if_changes_are_not_read() {
        assertThat(LifeChart.of(List.of())).isNull();
    }
}
