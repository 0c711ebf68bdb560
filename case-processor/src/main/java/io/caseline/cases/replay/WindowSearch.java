package io.caseline.cases.replay;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the search of a window replay looks for, and what it has found so far. A command that was sent several times counts
 * each time.
 *
 * @param from earliest time of a command's record, inclusive
 * @param to latest time, exclusive
 * @param program null: all
 * @param dryRun whether it only counts
 * @param run of the instance that searches now; null before the first
 * @param commands read in the window
 * @param existing those whose case is in the org
 * @param missing those whose case was created and is no longer in the org
 * @param open those without an outcome: left alone
 * @param failed left alone
 * @param discarded left alone
 * @param logStartsAt the first time that Kafka still has, if it is after the window's start: earlier commands may be missing
 * @param problem why the search waits; null if it does not
 */
public record WindowSearch(
        Instant from,
        Instant to,
        @Nullable String program,
        boolean dryRun,
        @Nullable UUID run,
        long commands,
        long existing,
        long missing,
        long open,
        long failed,
        long discarded,
        @Nullable Instant logStartsAt,
        @Nullable String problem) {

    String describe() {
        String gap = logStartsAt == null ? "" : "; Kafka has all commands only from " + logStartsAt + " on";
        return "%d commands read: %d cases exist, %d are missing, %d without an outcome, %d failed, %d discarded%s"
                .formatted(commands, existing, missing, open, failed, discarded, gap);
    }
}
