package io.caseline.cases.console;

import io.caseline.cases.replay.Canary;
import io.caseline.cases.replay.ReplayRequest;
import io.caseline.cases.submissions.SubmissionFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the replay dialog sends.
 *
 * @param filter which submissions, as a query string
 * @param asOf when they were counted; failures since then are left out
 * @param expected how many the button named
 * @param all whether the person has confirmed that the filter leaves nothing out
 */
record ReplayForm(
        String filter,
        @Nullable Integer rate,
        @Nullable Integer limit,
        @Nullable Integer canarySize,
        @Nullable Integer canaryPercent,
        @Nullable Boolean includeQuarantined,
        @Nullable String reason,
        @Nullable Instant asOf,
        @Nullable Integer expected,
        @Nullable Boolean all) {
    private static final int LONGEST_REASON = 500;

    SubmissionFilter chosen() {
        return Actions.filter(filter);
    }

    /** @param end failures after that time are left out; null: none */
    ReplayRequest request(@Nullable Instant end) {
        SubmissionFilter chosen = chosen();
        Canary canary = canarySize == null ? null : new Canary(canarySize, canaryPercent == null ? 100 : canaryPercent);
        return new ReplayRequest(
                end != null && chosen.until() == null ? until(chosen, end) : chosen,
                reason == null ? "" : reason.strip(),
                rate,
                limit,
                canary,
                Boolean.TRUE.equals(includeQuarantined));
    }

    /** The same, and nothing later. */
    static SubmissionFilter until(SubmissionFilter filter, Instant end) {
        return new SubmissionFilter(
                filter.state(),
                filter.program(),
                filter.code(),
                filter.field(),
                filter.since(),
                end,
                filter.caseNumber(),
                filter.requestId(),
                filter.replay(),
                filter.correlationIds());
    }

    /** By field, in words for the reader. */
    Map<String, String> errors(boolean toStart) {
        Map<String, String> errors = new LinkedHashMap<>();
        check(errors, "rate", rate, 10_000);
        check(errors, "limit", limit, 10_000_000);
        check(errors, "canarySize", canarySize, 10_000);
        check(errors, "canaryPercent", canaryPercent, 100);
        if (toStart) {
            checkReason(errors, reason);
            if (chosen().isAll() && !Boolean.TRUE.equals(all)) {
                errors.put("all", "Confirm that you mean all failed submissions.");
            }
        }
        return errors;
    }

    static void checkReason(Map<String, String> errors, @Nullable String reason) {
        String text = reason == null ? "" : reason.strip();
        if (text.isEmpty() || text.length() > LONGEST_REASON) {
            errors.put("reason", "Give a reason of 1 to %d characters.".formatted(LONGEST_REASON));
        }
    }

    static void check(Map<String, String> errors, String field, @Nullable Integer value, int most) {
        if (value != null && (value < 1 || value > most)) {
            errors.put(field, String.format(Locale.ROOT, "From 1 to %,d.", most));
        }
    }
}
