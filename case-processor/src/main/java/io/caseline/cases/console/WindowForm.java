package io.caseline.cases.console;

import io.caseline.cases.replay.Canary;
import io.caseline.cases.replay.WindowReplayRequest;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the dialog for a time window sends. Times are UTC. */
record WindowForm(
        @Nullable String from,
        @Nullable String to,
        @Nullable String program,
        @Nullable Integer rate,
        @Nullable Integer canarySize,
        @Nullable Integer canaryPercent,
        @Nullable String reason) {

    /** By field, in words for the reader. */
    Map<String, String> errors() {
        Map<String, String> errors = new LinkedHashMap<>();
        Instant begin = time(errors, "from", from);
        Instant end = time(errors, "to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            errors.put("to", "This is not after the beginning.");
        }
        ReplayForm.check(errors, "rate", rate, 10_000);
        ReplayForm.check(errors, "canarySize", canarySize, 10_000);
        ReplayForm.check(errors, "canaryPercent", canaryPercent, 100);
        ReplayForm.checkReason(errors, reason);
        return errors;
    }

    private static @Nullable Instant time(Map<String, String> errors, String field, @Nullable String value) {
        try {
            return FilterForm.time(value == null ? "" : value);
        } catch (DateTimeException e) {
            errors.put(field, "Give a time, such as 2026-01-31T12:00.");
            return null;
        }
    }

    /** Of a form without errors. */
    WindowReplayRequest request(boolean dryRun) {
        return new WindowReplayRequest(
                FilterForm.time(String.valueOf(from)),
                FilterForm.time(String.valueOf(to)),
                program == null || program.isBlank() ? null : program.strip(),
                String.valueOf(reason).strip(),
                rate,
                canarySize == null ? null : new Canary(canarySize, canaryPercent == null ? 100 : canaryPercent),
                dryRun);
    }
}
