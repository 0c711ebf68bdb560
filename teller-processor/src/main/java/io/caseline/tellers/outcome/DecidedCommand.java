package io.caseline.tellers.outcome;

import io.caseline.tellers.command.Command;

/**
 * A command with its outcome.
 *
 * @param decidedNow whether the outcome was decided for this command; false for a repeat of a decided one
 */
public record DecidedCommand(Command command, Outcome outcome, boolean decidedNow) {

    /** Whether the command has an outcome that can be published; a deferred one has none yet. */
    public boolean isPublishable() {
        return !outcome.isDeferred();
    }

    /** Whether the outcome is to be published now; that of a repeat has been. */
    public boolean isNewOutcome() {
        return decidedNow && isPublishable();
    }
}
