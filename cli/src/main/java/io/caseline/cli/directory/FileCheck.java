package io.caseline.cli.directory;

import io.caseline.cli.directory.Line.Invalid;
import io.caseline.cli.directory.Line.Valid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Checks every line of a directory file and prints its errors, up to a limit. */
final class FileCheck {

    private final Consumer<String> console;

    /** The line of each entity, to find repeats. */
    private final Map<String, Integer> lines = new HashMap<>();

    FileCheck(Consumer<String> console) {
        this.console = console;
    }

    /**
     * What a check found.
     *
     * @param invalid numbers of invalid lines
     * @param kinds how many valid lines there are of each kind
     */
    record Checked(BitSet invalid, Map<String, Long> kinds) {

        boolean isInvalid(long line) {
            return invalid.get(Math.toIntExact(line));
        }

        int invalidLines() {
            return invalid.cardinality();
        }

        long valid() {
            return kinds.values().stream().mapToLong(Long::longValue).sum();
        }

        /** {@code 2 merchants, 1 tombstone}, or {@code nothing}. */
        String summary() {
            List<String> counts = new ArrayList<>();
            kinds.forEach((kind, count) -> counts.add("%,d %s%s".formatted(count, kind, count == 1 ? "" : "s")));
            return counts.isEmpty() ? "nothing" : String.join(", ", counts);
        }
    }

    Checked check(DirectoryFile file) throws IOException {
        BitSet invalid = new BitSet();
        Map<String, Long> kinds = new TreeMap<>();
        long errors = 0;
        ProgressReporter progress = new ProgressReporter(console);
        for (Line line = file.next(); line != null; line = file.next()) {
            switch (line instanceof Valid valid ? unlessRepeated(valid) : line) {
                case Valid valid -> kinds.merge(kind(valid.entity()), 1L, Long::sum);
                case Invalid wrong -> {
                    invalid.set(Math.toIntExact(wrong.number()));
                    for (LineError error : wrong.errors()) {
                        if (errors++ < DirectoryLoad.ERRORS_SHOWN) {
                            console.accept(error.toString());
                        }
                    }
                }
            }
            progress.at(line.number(), number -> "  %,d lines checked".formatted(number));
        }
        if (errors > DirectoryLoad.ERRORS_SHOWN) {
            console.accept("and %,d more errors".formatted(errors - DirectoryLoad.ERRORS_SHOWN));
        }
        return new Checked(invalid, kinds);
    }

    private Line unlessRepeated(Valid line) {
        Integer first = lines.putIfAbsent(line.entity().id().text(), Math.toIntExact(line.number()));
        return first == null
                ? line
                : new Invalid(
                        line.number(),
                        List.of(new LineError(line.number(), "", "repeats the entity of line " + first)));
    }

    private static String kind(Entity entity) {
        return switch (entity) {
            case Entity.Merchant merchant -> "merchant";
            case Entity.Store store -> "store";
            case Entity.Teller teller -> "teller";
            case Entity.Account account -> "account";
            case Entity.Tombstone tombstone -> "tombstone";
        };
    }
}
