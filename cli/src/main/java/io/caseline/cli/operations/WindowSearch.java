package io.caseline.cli.operations;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the search of a window replay has found so far. */
record WindowSearch(
        long commands,
        long existing,
        long missing,
        long open,
        long failed,
        long discarded,
        @Nullable String logStartsAt,
        @Nullable String problem) {

    /** While it goes on. */
    String progress() {
        return "searching: %s read, %s%s"
                .formatted(
                        Count.of(commands, "command"),
                        Count.of(missing, "case", "is missing", "are missing"),
                        problem == null ? "" : "; waiting: " + problem);
    }

    /** At its end. */
    List<String> result() {
        List<String> lines = new ArrayList<>();
        lines.add("%s in the window".formatted(Count.of(commands, "command")));
        add(lines, existing, "case exists", "cases exist", ", and will be left alone");
        add(lines, open, "has no outcome yet", "have no outcome yet", ", and will be left alone");
        add(lines, failed, "has failed", "have failed", "; replay start sends such submissions");
        add(lines, discarded, "was discarded", "were discarded", ", and will be left alone");
        if (logStartsAt != null) {
            lines.add("  Kafka has all commands only from %s on; earlier ones are not counted".formatted(logStartsAt));
        }
        lines.add(Count.of(missing, "case", "is missing", "are missing") + " in the org");
        return lines;
    }

    private static void add(List<String> lines, long number, String one, String many, String more) {
        if (number > 0) {
            lines.add("  %,d %s%s".formatted(number, number == 1 ? one : many, more));
        }
    }
}
