package io.caseline.gateway.http;

import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a caller wants to wait for the outcome: {@code Prefer: respond-async} and {@code wait=N} of RFC 7240.
 *
 * @param waitTime how long the caller waits; zero for a response as soon as the command is durable
 * @param respondAsync whether the caller sent {@code Prefer: respond-async}: only then may the command be deferred
 * @param applied what {@code Preference-Applied} says; empty if there was no known preference
 */
public record Preference(Duration waitTime, boolean respondAsync, Optional<String> applied) {
    private static final String RESPOND_ASYNC = "respond-async";
    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,9})\"?");

    /**
     * Reads the {@code Prefer} headers; unknown preferences are ignored, as the RFC asks.
     *
     * @param defaultWait the wait of a caller without a preference
     * @param maxWait the longest wait that a caller may ask for
     */
    static Preference of(Enumeration<String> headers, Duration defaultWait, Duration maxWait) {
        boolean respondAsync = false;
        Optional<Duration> wait = Optional.empty();
        for (String header : Collections.list(headers)) {
            for (String preference : header.split(",", -1)) {
                String name = preference.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
                if (name.equals(RESPOND_ASYNC)) {
                    respondAsync = true;
                    continue;
                }
                Matcher seconds = WAIT.matcher(name);
                if (wait.isEmpty() && seconds.matches()) {
                    wait = Optional.of(Duration.ofSeconds(Long.parseLong(seconds.group(1))));
                }
            }
        }
        if (wait.isPresent()) {
            Duration capped = wait.get().compareTo(maxWait) > 0 ? maxWait : wait.get();
            return new Preference(capped, respondAsync, Optional.of("wait=" + capped.toSeconds()));
        }
        return respondAsync
                ? new Preference(Duration.ZERO, true, Optional.of(RESPOND_ASYNC))
                : new Preference(defaultWait, false, Optional.empty());
    }
}
