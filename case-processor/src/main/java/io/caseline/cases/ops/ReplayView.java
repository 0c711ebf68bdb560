package io.caseline.cases.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caseline.cases.replay.Canary;
import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayProgress;
import io.caseline.cases.replay.ReplayService;
import io.caseline.cases.replay.ReplayState;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A replay as the API shows it.
 *
 * @param filter as a query string
 * @param progress not in lists
 */
record ReplayView(
        long id,
        ReplayState state,
        String filter,
        String reason,
        String startedBy,
        Instant startedAt,
        @Nullable Integer rate,
        @Nullable Canary canary,
        boolean canaryPassed,
        int total,
        @Nullable String pauseReason,
        @Nullable Instant endedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReplayProgress progress) {

    static ReplayView of(Replay replay) {
        return of(replay, null);
    }

    /** @throws NoSuchElementException if there is no such replay */
    static ReplayView of(long id, ReplayService replays) {
        Replay replay =
                replays.find(id).orElseThrow(() -> new NoSuchElementException("There is no replay %d".formatted(id)));
        return of(replay, replays.progress(id));
    }

    static ReplayView of(Replay replay, @Nullable ReplayProgress progress) {
        return new ReplayView(
                replay.id(),
                replay.state(),
                replay.filter(),
                replay.reason(),
                replay.startedBy(),
                replay.startedAt(),
                replay.rate(),
                replay.canary(),
                replay.canaryPassed(),
                replay.total(),
                replay.pauseReason(),
                replay.endedAt(),
                progress);
    }
}
