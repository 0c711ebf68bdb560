package io.caseline.cases.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Numbers and times as pages show them; templates call it {@code format}. */
@Component("format")
class ConsoleFormat {
    private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;

    ConsoleFormat(InstantSource clock) {
        this.clock = clock;
    }

    public String utc(Instant time) {
        return UTC.format(time);
    }

    public String iso(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    public String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** With its noun, such as {@code 1 submission}. */
    public String count(long number, String one, String many) {
        return count(number) + " " + (number == 1 ? one : many);
    }

    public String age(Instant time) {
        return duration(Duration.between(time, clock.instant()));
    }

    public String duration(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return "%d min %d s".formatted(seconds / 60, seconds % 60);
        }
        if (seconds < 2 * 86_400) {
            return "%d h %d min".formatted(seconds / 3600, seconds / 60 % 60);
        }
        return seconds / 86_400 + " days";
    }

    public String seconds(long seconds) {
        return duration(Duration.ofSeconds(seconds));
    }

    /** Formats the median of a duration; returns a dash if it is null. */
    public String median(@Nullable Double seconds) {
        return seconds == null ? "–" : duration(Duration.ofSeconds(Math.round(seconds)));
    }

    /** How long so many take at this rate. */
    public String atRate(long number, double perSecond) {
        return duration(Duration.ofSeconds((long) Math.ceil(number / perSecond)));
    }
}
