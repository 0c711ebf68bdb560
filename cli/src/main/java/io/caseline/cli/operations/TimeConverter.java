package io.caseline.cli.operations;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 2026-01-09T13:25:45Z}, any other offset, or {@code 90m}, {@code 2h}, {@code 7d} for so long ago. */
final class TimeConverter implements ITypeConverter<Instant> {

    private final InstantSource clock;

    TimeConverter(InstantSource clock) {
        this.clock = clock;
    }

    /** For picocli. */
    TimeConverter() {
        this(InstantSource.system());
    }

    @Override
    public Instant convert(String text) {
        try {
            return text.matches("\\d+[smhdSMHD]") ? ago(text.toUpperCase(Locale.ROOT)) : time(text);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new TypeConversionException(
                    "\"" + text + "\" is not a time such as 2026-01-09T13:25:45Z, or 90m, 2h or 7d for so long ago");
        }
    }

    private Instant ago(String text) {
        return clock.instant().minus(Duration.parse(text.endsWith("D") ? "P" + text : "PT" + text));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
