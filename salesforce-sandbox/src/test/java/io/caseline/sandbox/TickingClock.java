package io.caseline.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test advances. */
public final class TickingClock implements InstantSource {

    private Instant now = Instant.parse("2026-01-01T10:00:00Z");

    public void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
