package io.caseline.cases.replay;

import io.caseline.cases.submissions.SubmissionFilter;
import org.jspecify.annotations.Nullable;

/**
 * What to replay, and how.
 *
 * @param filter failed submissions
 * @param reason why, for the audit
 * @param rate submissions a second; null: as fast as live traffic
 * @param limit maximum number of submissions, those that have failed longest; null: all
 * @param canary null: none
 * @param includeQuarantined whether to include submissions that have been replayed too often already
 */
public record ReplayRequest(
        SubmissionFilter filter,
        String reason,
        @Nullable Integer rate,
        @Nullable Integer limit,
        @Nullable Canary canary,
        boolean includeQuarantined) {}
