package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.caseline.trials.bench.Prometheus.Timer;
import org.junit.jupiter.api.Test;

class PrometheusTest {
    private static final String TEXT = """
            # TYPE caseline_cases_claim_seconds summary
            caseline_cases_claim_seconds_count{kind="due"} 3
            caseline_cases_claim_seconds_count{kind="probe"} 2
            caseline_cases_claim_seconds_sum{kind="due"} 0.004
            caseline_cases_claim_seconds_max 0.002
            jvm_threads_live_threads 41.0
            """;

    @Test
    void a_metric_is_the_sum_of_its_series() {
        assertThat(Prometheus.sum(TEXT, "caseline_cases_claim_seconds_count")).isEqualTo(5);
        assertThat(Prometheus.sum(TEXT, "caseline_cases_claim_seconds_sum")).isEqualTo(0.004);
        assertThat(Prometheus.sum(TEXT, "jvm_threads_live_threads")).isEqualTo(41);
    }

    @Test
    void a_metric_that_is_not_there_is_zero() {
        assertThat(Prometheus.sum(TEXT, "caseline_cases_claim")).isZero();
    }

    @Test
    void a_timer_is_measured_from_a_moment_on() {
        Timer since = new Timer(30, 0.5).since(new Timer(10, 0.1));

        assertThat(since.count()).isEqualTo(20);
        assertThat(since.meanMillis()).isCloseTo(20, within(0.001));
    }

    @Test
    void a_timer_that_timed_nothing_meets_no_aim() {
        assertThat(Ratio.atMost(20, "claims", new Timer(0, 0).meanMillis()).met())
                .isFalse();
    }
}
