package io.caseline.trials.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatioTest {

    @Test
    void an_aim_is_met_at_its_boundary_and_missed_beyond_it() {
        assertThat(Ratio.atLeast(20, "faster", 20).met()).isTrue();
        assertThat(Ratio.atLeast(20, "faster", 19.99).met()).isFalse();
        assertThat(Ratio.atMost(6, "calls", 6).met()).isTrue();
        assertThat(Ratio.atMost(6, "calls", 6.01).met()).isFalse();
    }

    @Test
    void a_missed_aim_is_said_to_be_missed() {
        assertThat(Ratio.atMost(6, "calls", 7.5)).asString().contains("calls", "7.50", "at most 6.0", "MISSED");
        assertThat(Ratio.atMost(6, "calls", 5)).asString().endsWith("met");
    }
}
