package io.caseline.schemas.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Where to begin reading the outbox, so that a read does not pass over all the dead rows that a long transaction (a
 * backup, a report) keeps from being vacuumed. The mark trails by a set time: a transaction that got its ids before, and
 * committed later, is still seen. Transactions that write to the outbox take less than that.
 */
final class OutboxMark {
    private static final long SPACING = Duration.ofSeconds(1).toNanos();
    private static final long RENEWAL = Duration.ofMinutes(10).toNanos();

    private final long trailsBy;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private long mark;
    private long begun;

    OutboxMark(Duration trailsBy, long now) {
        this.trailsBy = trailsBy.toNanos();
        this.begun = now;
    }

    private record Seen(long id, long at) {}

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
     */
    void afterRead(List<Long> ids, boolean full, long now) {
        if (now - begun > RENEWAL) {
            // a transaction that took longer than it may is seen after all
            mark = 0;
            seen.clear();
            begun = now;
            return;
        }
        long readUpTo = full ? ids.getLast() : Long.MAX_VALUE;
        while (!seen.isEmpty()
                && now - seen.getFirst().at() > trailsBy
                && seen.getFirst().id() <= readUpTo) {
            mark = seen.removeFirst().id();
        }
        if (!ids.isEmpty() && (seen.isEmpty() || now - seen.getLast().at() > SPACING)) {
            seen.addLast(new Seen(ids.getLast(), now));
        }
    }
}
