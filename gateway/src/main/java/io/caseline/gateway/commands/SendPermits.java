package io.caseline.gateway.commands;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how many threads send at once. A send blocks while Kafka's metadata is missing or its buffer is full, and must not
 * take every thread of the server. A caller without a permit waits as long as sends of others get through: many callers who
 * come at once are not a reason to turn one away. If none gets through for a while, callers are turned away at once.
 */
final class SendPermits {
    private static final long NOT_STALLED = 0;

    private final Semaphore permits;
    private final long stallNanos;

    /** When a caller first had to wait since the last send that got through. */
    private final AtomicLong waitingSince = new AtomicLong(NOT_STALLED);

    /** @param stall how long a caller waits while no send gets through */
    SendPermits(int permits, Duration stall) {
        this.permits = new Semaphore(permits);
        this.stallNanos = stall.toNanos();
    }

    /** Whether the caller may send; then it has to {@link #release}. */
    boolean acquire() {
        if (permits.tryAcquire()) {
            return true;
        }
        try {
            long left = leftOfStall();
            while (left > 0) {
                if (permits.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    return true;
                }
                left = leftOfStall();
            }
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private long leftOfStall() {
        long now = System.nanoTime() | 1; // not 0
        long since = waitingSince.updateAndGet(first -> first == NOT_STALLED ? now : first);
        return stallNanos - (now - since);
    }

    /** @param gotThrough whether Kafka's client took the command */
    void release(boolean gotThrough) {
        if (gotThrough && waitingSince.get() != NOT_STALLED) {
            waitingSince.set(NOT_STALLED);
        }
        permits.release();
    }
}
