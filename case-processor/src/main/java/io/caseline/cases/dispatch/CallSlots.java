package io.caseline.cases.dispatch;

import java.time.Duration;

/**
 * The slots on which calls are made.
 *
 * @param usual slots for any command; there is one more for commands whose callers wait
 */
record CallSlots(int usual) {
    /** Fewer awaited commands than this are not split among slots: a call costs more than its records. */
    static final int SMALLEST_SHARE = 8;

    /** How long to collect commands before a call that takes the last usual slot. */
    static final Duration MAX_COLLECTION = Duration.ofMillis(40);

    /** How many of the slots one program may have: all but two. */
    int ofOneProgram() {
        return Math.max(1, usual + 1 - 2);
    }

    /**
     * How many awaited commands one call takes: all of them, divided among the slots of a program.
     *
     * @param waiting awaited commands without a call
     * @param called awaited commands in calls under way: their callers send again together
     */
    int share(int waiting, int called) {
        return Math.max(SMALLEST_SHARE, Math.ceilDiv(waiting + called, ofOneProgram()));
    }

    /**
     * How long to collect commands before a call. Callers who got their replies together send again together: without it,
     * the first few of them would take all slots, and the others would wait for a whole call. The more slots are taken, the
     * longer; while there is no call, a command is sent at once.
     */
    Duration collectFor(int taken) {
        double part = Math.min(1, (double) taken / usual);
        return Duration.ofNanos((long) (MAX_COLLECTION.toNanos() * part * part));
    }
}
