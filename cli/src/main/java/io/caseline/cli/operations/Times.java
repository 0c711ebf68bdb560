package io.caseline.cli.operations;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How times are printed: in UTC. */
final class Times {

    private Times() {}

    /** To the second. */
    static @Nullable String shown(@Nullable String instant) {
        return instant == null
                ? null
                : Instant.parse(instant).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** To the millisecond. */
    static String precise(String instant) {
        return Instant.parse(instant).truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
