package io.caseline.cases.replay;

import java.util.Set;

/** The state of a replay. */
public enum ReplayState {
    /** The submissions of its time window are looked for. */
    SEARCHING,
    RUNNING,
    PAUSED,
    /** Each of its submissions has an outcome. */
    FINISHED,
    /** What had not been sent stays failed. */
    CANCELLED;

    static final Set<ReplayState> OPEN = Set.of(SEARCHING, RUNNING, PAUSED);

    public boolean isOpen() {
        return OPEN.contains(this);
    }
}
