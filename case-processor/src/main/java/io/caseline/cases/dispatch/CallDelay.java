package io.caseline.cases.dispatch;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Delays a call, so that it carries more commands, and then dispatches. */
final class CallDelay {
    private final Runnable dispatch;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dispatch").factory());
    private boolean scheduled;

    CallDelay(Runnable dispatch) {
        this.dispatch = dispatch;
    }

    /** Whether the call has to wait; if so, it is dispatched after this time. */
    synchronized boolean await(long nanos) {
        if (nanos > 0 && !scheduled) {
            scheduled = true;
            var unused = scheduler.schedule(this::end, nanos, TimeUnit.NANOSECONDS);
        }
        return nanos > 0;
    }

    private void end() {
        synchronized (this) {
            scheduled = false;
        }
        dispatch.run();
    }
}
