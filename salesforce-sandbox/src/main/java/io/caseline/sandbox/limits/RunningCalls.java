package io.caseline.sandbox.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The calls in progress. Salesforce refuses new calls while 25 have been running for 20 seconds. */
@Component
public class RunningCalls {

    private static final int LONG_RUNNING_LIMIT = 25;
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Map<Call, Instant> calls = new ConcurrentHashMap<>();
    private final InstantSource clock;

    /** A call in progress until it is closed. */
    public final class Call implements AutoCloseable {

        private final int concurrent;

        private Call(int concurrent) {
            this.concurrent = concurrent;
        }

        /** The number of calls in progress when this one started, including itself. */
        public int concurrent() {
            return concurrent;
        }

        @Override
        public void close() {
            calls.remove(this);
        }
    }

    RunningCalls(InstantSource clock) {
        this.clock = clock;
    }

    public Call start() {
        Call call = new Call(calls.size() + 1);
        calls.put(call, clock.instant());
        return call;
    }

    public int count() {
        return calls.size();
    }

    public boolean longRunningLimitReached() {
        if (calls.size() < LONG_RUNNING_LIMIT) {
            return false;
        }
        Instant longAgo = clock.instant().minus(LONG);
        return calls.values().stream().filter(start -> !start.isAfter(longAgo)).count() >= LONG_RUNNING_LIMIT;
    }
}
