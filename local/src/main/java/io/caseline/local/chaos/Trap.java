package io.caseline.local.chaos;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Withholds the next message that comes to a point of its way, until it is let go or dropped. */
final class Trap {

    private final Point point;
    private final CountDownLatch sprung = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile boolean dropped;

    Trap(Point point) {
        this.point = point;
    }

    Point point() {
        return point;
    }

    /** Whether a message came within the time. */
    boolean awaitSprung(Duration patience) throws InterruptedException {
        return sprung.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    void letGo() {
        opened.countDown();
    }

    void drop() {
        dropped = true;
        opened.countDown();
    }

    /**
     * Keeps the thread that carries the message.
     *
     * @return whether the message is to go on
     */
    boolean hold() throws InterruptedException {
        sprung.countDown();
        opened.await();
        return !dropped;
    }
}
