package io.caseline.tellers.outcome;

import io.caseline.tellers.command.Command;

/**
 * A command with its outcome.
 *
 * @param decidedNow whether the outcome was decided for this command; false for a repeat of a decided one
 */
public record DecidedCommand(Command command, Outcome outcome, boolean decidedNow) {

    /** Whether a waiting caller gets a reply. A deferred command has none yet. */
    public boolean hasReply() {
        return !outcome.isDeferred();
    }

    /** Whether the outcome is counted now; that of a repeat has been. */
    public boolean isNewOutcome() {
        return decidedNow && !outcome.isDeferred();
    }
}
