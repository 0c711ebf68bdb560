package io.caseline.cases.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Programs that may have due commands in the ledger, and from which due time on to query for them: a query starts where
 * the last one for the program ended, so that it does not read the dead index entries of what was claimed before.
 */
@Component
class DuePrograms {
    /** Retries that are due within so long of each other are claimed together. */
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

    private final Set<String> due = new HashSet<>();

    /** Programs with retries, by the time at which these are due: of this process's monotonic clock, in {@link #TICK}s. */
    private final NavigableMap<Long, Set<String>> retries = new TreeMap<>();

    private final Map<String, Instant> cursors = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);

    /** The programs have commands that are due, maybe older ones than those claimed last. */
    synchronized void add(Collection<String> programs) {
        programs.forEach(cursors::remove);
        due.addAll(programs);
        wake();
    }

    /** The program has a command that is due after the delay. */
    synchronized void addAfter(String program, Duration delay) {
        if (delay.isZero()) {
            due.add(program);
            wake();
            return;
        }
        long at = Math.floorDiv(System.nanoTime() + delay.toNanos(), TICK) + 1;
        retries.computeIfAbsent(at, time -> new HashSet<>()).add(program);
    }

    /** Programs with commands that are due by now. */
    synchronized Set<String> now() {
        Map<Long, Set<String>> now = retries.headMap(Math.floorDiv(System.nanoTime(), TICK), true);
        now.values().forEach(due::addAll);
        now.clear();
        return new HashSet<>(due);
    }

    /**
     * Called before a query for the program, so that a command that becomes due during it is not missed.
     *
     * @return the due time from which on to query
     */
    synchronized Instant startClaim(String program) {
        due.remove(program);
        return cursors.getOrDefault(program, Instant.EPOCH);
    }

    /** @param more whether the program may have further due commands */
    synchronized void claimed(String program, @Nullable Instant cursor, boolean more) {
        if (more) {
            due.add(program);
        }
        if (cursor != null) {
            cursors.put(program, cursor);
        }
    }

    /** There may be something to claim, or room for it. */
    void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    void await(Duration timeout) throws InterruptedException {
        var unused = wake.tryAcquire(timeout.toMillis(), TimeUnit.MILLISECONDS);
        wake.drainPermits();
    }
}
