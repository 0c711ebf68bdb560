package io.caseline.tellers;

import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Primary;

/** The application's clock, which a test may stop. */
@TestComponent
@Primary
public final class TestClock implements InstantSource {
    private volatile @Nullable Instant stoppedAt;

    @Override
    public Instant instant() {
        Instant stopped = stoppedAt;
        return stopped == null ? Instant.now() : stopped;
    }

    public void stopAt(Instant instant) {
        stoppedAt = instant;
    }

    public void goOn() {
        stoppedAt = null;
    }
}
