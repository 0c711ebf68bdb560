package io.caseline.cases.console;

import io.caseline.cases.replay.Replay;
import io.caseline.cases.replay.ReplayProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A replay's progress as its page draws it.
 *
 * @param done submissions that are settled, of the total
 * @param secondsLeft at the present speed; null if nothing moves
 */
record ProgressView(
        ReplayProgress counts,
        int total,
        int done,
        int percent,
        @Nullable Long secondsLeft,
        List<Segment> segments) {

    /** A part of the bar, in percent of its width. */
    record Segment(String kind, String x, String width) {}

    static ProgressView of(Replay replay, ReplayProgress counts) {
        int done = counts.created() + counts.failed() + counts.skipped() + counts.cancelled();
        int total = Math.max(replay.total(), done);
        int open = counts.waiting() + counts.sent();
        Long left = replay.state().isOpen() && open > 0 && counts.perSecond() > 0
                ? (Long) (long) Math.ceil(open / counts.perSecond())
                : null;
        return new ProgressView(
                counts,
                total,
                done,
                total == 0 ? 100 : (int) (100L * done / total),
                left,
                segments(
                        total,
                        List.of("good", "bad", "rest"),
                        counts.created(),
                        counts.failed(),
                        counts.skipped() + counts.cancelled()));
    }

    /** Parts of a bar, one beside the other. */
    static List<Segment> segments(long total, List<String> kinds, long... values) {
        List<Segment> segments = new ArrayList<>();
        double x = 0;
        for (int i : IntStream.range(0, values.length).toArray()) {
            double width = total == 0 ? 0 : 100.0 * values[i] / total;
            segments.add(new Segment(kinds.get(i), percent(x), percent(width)));
            x += width;
        }
        return segments;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}
