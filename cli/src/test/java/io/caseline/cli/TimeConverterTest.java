package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class TimeConverterTest {

    private final TimeConverter times = new TimeConverter(() -> Instant.parse("2026-01-09T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "2026-01-09T13:25:45Z,      2026-01-09T13:25:45Z",
        "2026-01-09T13:25:45+01:00, 2026-01-09T12:25:45Z",
        "2026-01-09T13:25:45.5-0800, 2026-01-09T21:25:45.5Z",
        "2026-01-09T13:25:45,       2026-01-09T13:25:45Z",
        "2026-01-09 13:25,          2026-01-09T13:25:00Z",
        "2026-01-09t13:25z,         2026-01-09T13:25:00Z",
        "2026-01-09,                2026-01-09T00:00:00Z",
        "90m,    2026-01-09T10:30:00Z",
        "2h,     2026-01-09T10:00:00Z",
        "2H,     2026-01-09T10:00:00Z",
        "1h30m,  2026-01-09T10:30:00Z",
        "7d,     2026-01-02T12:00:00Z",
        "PT2H,   2026-01-09T10:00:00Z",
        "pt2h,   2026-01-09T10:00:00Z",
        "P1DT1H, 2026-01-08T11:00:00Z"
    })
    void a_time_a_date_or_how_long_ago(String text, Instant time) {
        assertThat(times.convert(text)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "",
                "2026-13-01",
                "2026-01-09T25:00",
                "-2h",
                "PT-2H",
                "2",
                "2 h",
                "99999999999999999d"
            })
    void anything_else_is_refused_with_examples(String text) {
        assertThatThrownBy(() -> times.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessage(
                        "\"%s\" is not a time such as 2026-01-09T13:25:45Z or 2026-01-09, or 90m, 2h, 7d or PT2H for so long ago"
                                .formatted(text));
    }
}
