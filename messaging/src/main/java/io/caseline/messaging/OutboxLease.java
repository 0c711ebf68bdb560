package io.caseline.messaging;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.jspecify.annotations.Nullable;

/**
 * Says which publisher is the active one. A lease lasts a set time of the database's clock and is renewed well before. Two
 * publishers can believe for a moment to be it (one was frozen); Kafka then fences the one that came first. Used by one thread.
 */
final class OutboxLease {
    private final LockProvider locks;
    private final String name;
    private final Duration lasts;
    private @Nullable SimpleLock lock;
    private long renewedAt;

    /** @param locks in the database's time, and by a name of this publisher's own */
    OutboxLease(LockProvider locks, String name, Duration lasts) {
        this.locks = locks;
        this.name = name;
        this.lasts = lasts;
    }

    /** Gets or renews the lease if that is due; false if another publisher has it, or this one has lost it. */
    boolean hold() {
        SimpleLock held = lock;
        long now = System.nanoTime();
        if (held != null && now - renewedAt < lasts.toNanos() * 3 / 10) {
            return true;
        }
        Optional<SimpleLock> renewed = held == null
                // the database's clock counts, not this instant
                ? locks.lock(new LockConfiguration(Instant.EPOCH, name, lasts, Duration.ZERO))
                : held.extend(lasts, Duration.ZERO);
        lock = renewed.orElse(null);
        renewedAt = now;
        return lock != null;
    }

    /** The next {@link #hold} asks the database. */
    void doubt() {
        renewedAt = System.nanoTime() - lasts.toNanos();
    }

    /** Another publisher can have it at once. */
    void release() {
        SimpleLock held = lock;
        lock = null;
        if (held != null) {
            held.unlock();
        }
    }
}
