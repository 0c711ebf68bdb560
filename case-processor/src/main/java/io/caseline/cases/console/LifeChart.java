package io.caseline.cases.console;

import io.caseline.cases.life.CaseLife.Period;
import io.caseline.cases.life.CaseLife.Program;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What became of created cases, by program: a bar for those closed in the last 30 days and those that are open.
 *
 * @param rows those with the most cases first
 * @param others programs that have no row
 * @param countedAt null if nothing was counted yet
 * @param sentence the sums in words
 */
record LifeChart(List<Row> rows, int others, @Nullable Instant countedAt, String sentence) {
    private static final int ROWS = 8;

    /**
     * @param week the last 7 days
     * @param month the last 30 days
     */
    record Row(Program week, Program month, List<ProgressView.Segment> segments) {

        public String program() {
            return month.program();
        }

        public long open() {
            return month.open();
        }
    }

    /** @param periods of 7 and of 30 days; none if changes in Salesforce are not read */
    static @Nullable LifeChart of(List<Period> periods) {
        if (periods.isEmpty()) {
            return null;
        }
        Period month = periods.getLast();
        Map<String, Program> week =
                periods.getFirst().programs().stream().collect(Collectors.toMap(Program::program, Function.identity()));
        long top = month.programs().stream()
                .mapToLong(program -> program.open() + program.closed())
                .max()
                .orElse(0);
        List<Row> rows = month.programs().stream()
                .limit(ROWS)
                .map(program -> new Row(
                        week.getOrDefault(program.program(), new Program(program.program(), program.open(), 0, null)),
                        program,
                        ProgressView.segments(top, List.of("good", "used"), program.closed(), program.open())))
                .toList();
        return new LifeChart(
                rows, Math.max(0, month.programs().size() - ROWS), month.countedAt(), sentence(month.programs()));
    }

    private static String sentence(List<Program> programs) {
        return String.format(
                Locale.ROOT,
                "%,d cases are open, %,d were closed in the last 30 days.",
                programs.stream().mapToLong(Program::open).sum(),
                programs.stream().mapToLong(Program::closed).sum());
    }
}
