package io.caseline.cli.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A replay as the API shows it. */
record ReplayView(
        long id,
        String state,
        @Nullable String filter,
        @Nullable String reason,
        @Nullable String startedBy,
        @Nullable String startedAt,
        @Nullable Integer rate,
        @Nullable Canary canary,
        boolean canaryPassed,
        int total,
        @Nullable String pauseReason,
        @Nullable String endedAt,
        @Nullable Progress progress) {

    record Canary(int size, int percent) {}

    /** Submissions by state; the sum is the replay's total. */
    record Progress(
            int waiting,
            int sent,
            int created,
            int failed,
            int skipped,
            int cancelled,
            @Nullable List<FailedAgain> failedAgain,
            double perSecond,
            @Nullable String heldBy,
            int failedMeanwhile) {

        static final Progress NONE = new Progress(0, 0, 0, 0, 0, 0, null, 0, null, 0);

        int ended() {
            return created + failed + skipped + cancelled;
        }
    }

    record FailedAgain(
            @Nullable String program,
            @Nullable String code,
            @Nullable String fields,
            int count) {}

    @Override
    public Progress progress() {
        return Objects.requireNonNullElse(progress, Progress.NONE);
    }

    /** Whether it sends on. A paused one may still wait for outcomes of what it has sent. */
    boolean isActive() {
        return switch (state) {
            case "FINISHED", "CANCELLED", "PAUSED" -> progress().sent() > 0;
            default -> true;
        };
    }

    boolean isComplete() {
        return state.equals("FINISHED") && progress().failed() == 0;
    }

    /** What became of it, in a few lines. */
    List<String> summary() {
        Progress progress = progress();
        List<String> lines = new ArrayList<>();
        lines.add("replay %d %s: %,d of %,d created%s%s%s%s"
                .formatted(
                        id,
                        words(),
                        progress.created(),
                        total,
                        part(progress.failed(), "failed again"),
                        part(progress.skipped(), "skipped, as they were no longer failed"),
                        part(progress.cancelled(), "cancelled; they are failed as before"),
                        part(progress.waiting(), "still to send")));
        for (FailedAgain group : Objects.requireNonNullElse(progress.failedAgain(), List.<FailedAgain>of())) {
            lines.add("  failed again: %,d  %s  %s"
                    .formatted(
                            group.count(),
                            group.program() == null ? group.code() : group.program() + "  " + group.code(),
                            Objects.requireNonNullElse(group.fields(), ""))
                    .stripTrailing());
        }
        if (progress.failedMeanwhile() > 0) {
            lines.add("%s since it started, of the same kind; not part of it"
                    .formatted(Count.of(progress.failedMeanwhile(), "more submission", "has failed", "have failed")));
        }
        if (state.equals("PAUSED")) {
            lines.add("  replay resume %1$d sends the rest without a canary, replay cancel %1$d leaves it failed"
                    .formatted(id));
        }
        return lines;
    }

    private String words() {
        return switch (state) {
            case "FINISHED" -> "has finished";
            case "CANCELLED" -> "was cancelled";
            case "PAUSED" -> "is paused" + (pauseReason == null ? "" : " (" + pauseReason + ")");
            default -> "is running";
        };
    }

    private static String part(int count, String what) {
        return count == 0 ? "" : ", %,d %s".formatted(count, what);
    }
}
