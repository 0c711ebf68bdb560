package io.caseline.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a time: {@code 2026-01-09T13:25:45Z} or with any other offset, {@code 2026-01-09} or {@code 2026-01-09T13:25} in
 * UTC, or {@code 90m}, {@code 2h}, {@code 7d}, {@code PT2H} for so long ago.
 */
public final class TimeConverter implements ITypeConverter<Instant> {

    private static final String EXAMPLES = "2026-01-09T13:25:45Z or 2026-01-09, or 90m, 2h, 7d or PT2H for so long ago";

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);
    private static final Pattern CLOCK_UNITS = Pattern.compile("(\\d+[HMS])+");
    private static final Pattern DAYS = Pattern.compile("\\d+D");

    private final InstantSource clock;

    public TimeConverter(InstantSource clock) {
        this.clock = clock;
    }

    /** For picocli. */
    TimeConverter() {
        this(InstantSource.system());
    }

    @Override
    public Instant convert(String text) {
        try {
            return DATE.matcher(text).lookingAt() ? time(text) : ago(text.toUpperCase(Locale.ROOT));
        } catch (DateTimeException | ArithmeticException e) {
            throw new TypeConversionException("\"%s\" is not a time such as %s".formatted(text, EXAMPLES));
        }
    }

    private Instant ago(String text) {
        Duration duration = duration(text);
        if (duration.isNegative()) {
            throw new DateTimeException("in the future");
        }
        return clock.instant().minus(duration);
    }

    /** Parses {@code 2H}, {@code 1H30M}, {@code 7D} or {@code PT2H}. */
    static Duration duration(String text) {
        if (CLOCK_UNITS.matcher(text).matches()) {
            return Duration.parse("PT" + text);
        }
        return Duration.parse(DAYS.matcher(text).matches() ? "P" + text : text);
    }

    private static Instant time(String text) {
        if (DATE.matcher(text).matches()) {
            return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        }
        return switch (TIME.parseBest(text.replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from)) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.toInstant(ZoneOffset.UTC);
            default -> throw new DateTimeException("no time");
        };
    }
}
