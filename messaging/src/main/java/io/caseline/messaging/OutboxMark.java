package io.caseline.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where to begin reading the outbox, so that a read does not pass over all the dead rows that a long transaction (a
 * backup, a report) keeps from being vacuumed. A transaction that got its ids earlier may commit later, so the mark passes
 * an id only when every transaction has ended that was running after the id was seen, or a set time later: transactions
 * that write to the outbox take less than that.
 */
final class OutboxMark {
    private static final long SPACING = Duration.ofMillis(50).toNanos();
    private static final long RENEWAL = Duration.ofMinutes(10).toNanos();

    private final long trailsBy;
    private final Deque<Seen> seen = new ArrayDeque<>();

    /** The last id of the latest read, until the next read's snapshot tells which transactions may hold lower ones. */
    private long latest;

    private long latestAt;
    private long mark;
    private long begun;

    OutboxMark(Duration trailsBy, long now) {
        this.trailsBy = trailsBy.toNanos();
        this.begun = now;
        this.latestAt = now - SPACING;
    }

    private record Seen(long id, long at, long nextTransaction) {}

    /**
     * Which transactions run, as PostgreSQL's {@code pg_current_snapshot()} tells.
     *
     * @param oldest all transactions with a lower id have ended
     * @param next all transactions with this id or a higher one have not begun
     */
    record Snapshot(long oldest, long next) {
        static final Snapshot NONE = new Snapshot(0, Long.MAX_VALUE);
    }

    /** Whether the next read needs a snapshot. */
    boolean isTrailing() {
        return latest > 0 || !seen.isEmpty();
    }

    /** All rows up to this id are out of the outbox. */
    long get() {
        return mark;
    }

    /**
     * After a read from the mark.
     *
     * @param ids that it found, in order
     * @param full whether there may be more
     * @param now when the read began, in {@link System#nanoTime}
     * @param before taken before the read
     */
    void afterRead(List<Long> ids, boolean full, long now, Snapshot before) {
        if (now - begun > RENEWAL) {
            // a transaction that took longer than it may is seen after all
            mark = 0;
            latest = 0;
            seen.clear();
            begun = now;
            return;
        }
        if (latest > 0) {
            seen.addLast(new Seen(latest, latestAt, before.next()));
            latest = 0;
        }
        long readUpTo = full ? ids.getLast() : Long.MAX_VALUE;
        while (!seen.isEmpty()
                && (before.oldest() >= seen.getFirst().nextTransaction()
                        || now - seen.getFirst().at() > trailsBy)
                && seen.getFirst().id() <= readUpTo) {
            mark = seen.removeFirst().id();
        }
        if (!ids.isEmpty() && now - latestAt >= SPACING) {
            latest = ids.getLast();
            latestAt = now;
        }
    }
}
