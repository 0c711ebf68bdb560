package io.caseline.cases.replay;

import java.util.Locale;

/** The replay is not in a state in which that can be done. */
public class IllegalReplayStateException extends RuntimeException {
    IllegalReplayStateException(long id, ReplayState state, String what) {
        super("Replay %d is %s; it cannot be %s".formatted(id, state.name().toLowerCase(Locale.ROOT), what));
    }
}
