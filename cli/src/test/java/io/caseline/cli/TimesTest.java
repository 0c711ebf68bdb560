package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void a_precise_time_always_has_three_digits_behind_the_second() {
        assertThat(Times.precise("2026-01-09T13:25:45Z")).isEqualTo("2026-01-09T13:25:45.000Z");
        assertThat(Times.precise("2026-01-09T13:25:45.120Z")).isEqualTo("2026-01-09T13:25:45.120Z");
        assertThat(Times.precise("2026-01-09T13:25:45.123456Z")).isEqualTo("2026-01-09T13:25:45.123Z");
    }
}
