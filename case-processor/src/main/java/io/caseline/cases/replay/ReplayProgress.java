package io.caseline.cases.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay is, in submissions.
 *
 * @param waiting not sent yet
 * @param sent sent, without an outcome so far
 * @param skipped no longer failed when their turn came
 * @param cancelled still waiting when the replay was cancelled
 * @param failedAgain by reason, the most frequent first
 * @param perSecond outcomes a second in the last ten seconds
 * @param heldBy why nothing is sent although the replay runs; null if that is not so
 * @param failedMeanwhile submissions that match the filter and failed after the replay had started, outside of it
 */
public record ReplayProgress(
        int waiting,
        int sent,
        int created,
        int failed,
        int skipped,
        int cancelled,
        List<FailedAgain> failedAgain,
        double perSecond,
        @Nullable String heldBy,
        int failedMeanwhile) {

    public record FailedAgain(String code, @Nullable String fields, int count) {}
}
