package io.caseline.cases.submissions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One submission with all that has happened to it, the oldest first.
 *
 * @param salesforceId id of the case
 */
public record SubmissionDetail(
        Submission submission, @Nullable String salesforceId, List<HistoryEntry> history) {}
