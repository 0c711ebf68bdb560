package io.caseline.cli.operations;

import io.caseline.cli.operations.ReplayView.Progress;

/** The progress of a replay on one line. */
final class ProgressBar {

    private static final int WIDTH = 24;

    private ProgressBar() {}

    static String of(ReplayView replay) {
        int ended = replay.progress().ended();
        int filled = replay.total() == 0 ? 0 : (int) ((long) WIDTH * ended / replay.total());
        return "[%s%s] %s".formatted("#".repeat(filled), "-".repeat(WIDTH - filled), words(replay));
    }

    static String words(ReplayView replay) {
        if (replay.state().equals("SEARCHING")) {
            return "searching for missing cases";
        }
        Progress progress = replay.progress();
        StringBuilder words = new StringBuilder(
                "%,d of %,d, %,d created".formatted(progress.ended(), replay.total(), progress.created()));
        if (progress.failed() > 0) {
            words.append(", %,d failed again".formatted(progress.failed()));
        }
        if (progress.perSecond() > 0) {
            words.append(", %,.0f/s".formatted(progress.perSecond()));
        }
        if (progress.heldBy() != null) {
            words.append(", held by ").append(progress.heldBy());
        } else if (replay.canary() != null && !replay.canaryPassed()) {
            words.append(", canary of %,d".formatted(replay.canary().size()));
        }
        return words.toString();
    }
}
