package io.caseline.cases.replay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which time window to replay, and how.
 *
 * @param from earliest time at which a gateway sent the command, inclusive, in milliseconds
 * @param to latest time, exclusive, in milliseconds
 * @param program null: all
 * @param reason why, for the audit
 * @param rate submissions a second; null: as fast as live traffic
 * @param canary null: none
 * @param dryRun only counts
 */
public record WindowReplayRequest(
        Instant from,
        Instant to,
        @Nullable String program,
        String reason,
        @Nullable Integer rate,
        @Nullable Canary canary,
        boolean dryRun) {

    public WindowReplayRequest {
        from = from.truncatedTo(ChronoUnit.MILLIS);
        to = to.truncatedTo(ChronoUnit.MILLIS);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason is required");
        }
    }
}
