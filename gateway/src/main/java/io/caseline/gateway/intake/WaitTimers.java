package io.caseline.gateway.intake;

import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * The timers of those who wait for a reply. {@code ReplyingKafkaTemplate} sets a timer for each wait, which holds the
 * command until it goes off, also where the reply has long come. Here it can be had, and stopped.
 */
@Component
final class WaitTimers implements DisposableBean {
    @SuppressWarnings("ThreadLocalUsage") // there is one of it
    private final ThreadLocal<ScheduledFuture<?>> latest = new ThreadLocal<>();

    private final ThreadPoolTaskScheduler scheduler = new Remembering();

    WaitTimers() {
        scheduler.setThreadNamePrefix("waits-");
        scheduler.setRemoveOnCancelPolicy(true);
        scheduler.initialize();
    }

    TaskScheduler scheduler() {
        return scheduler;
    }

    /** The timer that this thread has set last. */
    ScheduledFuture<?> latest() {
        ScheduledFuture<?> timer = Objects.requireNonNull(latest.get(), "this thread has set no timer");
        latest.remove();
        return timer;
    }

    /** How many are set and have not gone off. */
    int running() {
        return scheduler.getScheduledThreadPoolExecutor().getQueue().size();
    }

    @Override
    public void destroy() {
        scheduler.destroy();
    }

    @SuppressWarnings("serial") // executors are serializable for history's sake only
    private final class Remembering extends ThreadPoolTaskScheduler {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
            ScheduledFuture<?> timer = super.schedule(task, startTime);
            latest.set(timer);
            return timer;
        }
    }
}
