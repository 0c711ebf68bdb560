package io.caseline.cli;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How times are printed: in UTC. */
public final class Times {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Times() {}

    /** To the second. */
    public static @Nullable String shown(@Nullable String instant) {
        return instant == null
                ? null
                : Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To the millisecond. */
    public static String precise(String instant) {
        return precise(Instant.parse(instant));
    }

    /** To the millisecond, always with three digits, so that times sort as text. */
    public static String precise(Instant instant) {
        return MILLIS.format(instant);
    }
}
