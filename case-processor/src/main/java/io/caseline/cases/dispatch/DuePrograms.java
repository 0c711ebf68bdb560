package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.Claims.Traffic;
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

    private final Set<Due> due = new HashSet<>();

    /** Retries, by the time at which they are due: of this process's monotonic clock, in {@link #TICK}s. */
    private final NavigableMap<Long, Set<Due>> retries = new TreeMap<>();

    private final Map<Due, Instant> cursors = new HashMap<>();
    private final Semaphore wake = new Semaphore(0);

    /** A program with due commands, from live traffic or from replays. */
    record Due(String program, Traffic traffic) {}

    /** The programs have commands that are due, maybe older ones than those claimed last. */
    synchronized void add(Collection<String> programs) {
        for (Traffic traffic : Traffic.values()) {
            add(programs, traffic);
        }
    }

    /** The programs have commands of that traffic that are due, maybe older ones than those claimed last. */
    synchronized void add(Collection<String> programs, Traffic traffic) {
        programs.stream().map(program -> new Due(program, traffic)).forEach(each -> {
            cursors.remove(each);
            due.add(each);
        });
        wake();
    }

    /** The program has a command that is due after the delay. */
    synchronized void addAfter(Due program, Duration delay) {
        if (delay.isZero()) {
            due.add(program);
            wake();
            return;
        }
        long at = Math.floorDiv(System.nanoTime() + delay.toNanos(), TICK) + 1;
        retries.computeIfAbsent(at, time -> new HashSet<>()).add(program);
    }

    /** Programs with commands that are due by now. */
    synchronized Set<Due> now() {
        Map<Long, Set<Due>> now = retries.headMap(Math.floorDiv(System.nanoTime(), TICK), true);
        now.values().forEach(due::addAll);
        now.clear();
        return new HashSet<>(due);
    }

    /**
     * Called before a query for the program, so that a command that becomes due during it is not missed.
     *
     * @return the due time from which on to query
     */
    synchronized Instant startClaim(Due program) {
        due.remove(program);
        return cursors.getOrDefault(program, Instant.EPOCH);
    }

    /** @param more whether the program may have further due commands */
    synchronized void claimed(Due program, @Nullable Instant cursor, boolean more) {
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
