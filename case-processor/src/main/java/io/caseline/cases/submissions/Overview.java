package io.caseline.cases.submissions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many submissions there are.
 *
 * @param created exact up to 100,000, estimated beyond
 * @param quarantined failed ones that have been replayed too often
 * @param oldestReceived arrival of the oldest one without an outcome
 * @param oldestFailed when the oldest one failed that still is
 * @param openReplays replays that have not ended
 * @param asOf by the database's clock
 */
public record Overview(
        long received,
        long created,
        long failed,
        long discarded,
        long quarantined,
        @Nullable Instant oldestReceived,
        @Nullable Instant oldestFailed,
        int openReplays,
        Instant asOf) {}
