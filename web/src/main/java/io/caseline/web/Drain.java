package io.caseline.web;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Lets callers move to another instance before this one stops. Readiness is refused from the start of the shutdown; for a
 * while the server still accepts requests, and asks with each response that the connection be closed. Without that, the server
 * answers 503 to requests on kept connections as soon as its own shutdown begins.
 */
public final class Drain implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Drain.class);

    private final Duration duration;
    private volatile boolean running;
    private volatile boolean draining;

    public Drain(Duration duration) {
        this.duration = duration;
    }

    /** Whether callers are asked to leave. */
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable completed) {
        running = false;
        draining = true;
        if (duration.isZero()) {
            completed.run();
            return;
        }
        log.info("Callers have {} s to move to another instance", duration.toSeconds());
        // a thread of its own: the common pool may be busy, with the very shutdown that waits for this
        Thread.ofVirtual().name("drain").start(() -> completeLater(completed));
    }

    private void completeLater(Runnable completed) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        completed.run();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the server and everything that a request needs. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
