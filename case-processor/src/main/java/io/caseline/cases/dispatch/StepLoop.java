package io.caseline.cases.dispatch;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats a step in its own thread, whatever fails, until it is stopped. */
final class StepLoop {
    private static final Logger log = LoggerFactory.getLogger(StepLoop.class);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

    private final String name;
    private final Step step;
    private final Step pause;
    private Thread thread = new Thread();
    private volatile boolean running;

    /** Used by the loop's thread only. */
    private String lastFailure = "";

    interface Step {
        void run() throws InterruptedException;
    }

    /** @param pause waits between two steps */
    StepLoop(String name, Step step, Step pause) {
        this.name = name;
        this.step = step;
        this.pause = pause;
    }

    void start() {
        running = true;
        thread = Thread.ofPlatform().name(name).start(this::run);
    }

    void stop() {
        running = false;
        thread.interrupt();
    }

    boolean isRunning() {
        return running;
    }

    void join(Duration timeout) throws InterruptedException {
        thread.join(timeout);
    }

    private void run() {
        while (running) {
            try {
                runStep();
                pause.run();
            } catch (InterruptedException e) {
                running = false;
            }
        }
    }

    /** Logs each kind of failure once in a row. */
    private void runStep() throws InterruptedException {
        try {
            step.run();
            if (!lastFailure.isEmpty()) {
                log.info("{} works again after {}", name, lastFailure);
            }
            lastFailure = "";
        } catch (RuntimeException e) {
            String failure = e.getClass().getSimpleName();
            if (!failure.equals(lastFailure)) {
                log.error("{} failed; retrying: {}", name, e.toString());
            }
            lastFailure = failure;
            Thread.sleep(AFTER_FAILURE);
        }
    }
}
