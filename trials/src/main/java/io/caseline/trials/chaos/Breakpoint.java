package io.caseline.trials.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Withholds the message of the first instance that reaches a point, until it is released or dropped. */
final class Breakpoint {

    private static final String NOBODY = "";

    private final FaultPoint point;
    private final AtomicReference<@Nullable String> instance = new AtomicReference<>();
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean dropped;

    Breakpoint(FaultPoint point) {
        this.point = point;
    }

    FaultPoint point() {
        return point;
    }

    /** The instance whose message is withheld, or null after the timeout; later messages then pass. */
    @Nullable
    String awaitReached(Duration timeout) throws InterruptedException {
        if (!reached.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && instance.compareAndSet(null, NOBODY)) {
            return null;
        }
        return instance.get();
    }

    /** Passes the message on. */
    void release() {
        instance.compareAndSet(null, NOBODY);
        opened.countDown();
    }

    /** Closes the message's connection. */
    void drop() {
        dropped = true;
        release();
    }

    /**
     * Blocks if this message is the first one to reach the point.
     *
     * @return whether to pass the message on
     */
    boolean pass(FaultPoint point, String instance) throws InterruptedException {
        if (point != this.point || !this.instance.compareAndSet(null, instance)) {
            return true;
        }
        reached.countDown();
        opened.await();
        return !dropped;
    }
}
