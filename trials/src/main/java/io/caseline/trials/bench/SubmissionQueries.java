package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.trials.Database;
import io.caseline.trials.Operations;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The time that operators wait for what they look up: groups, overview, and the first page of each combination of filters. */
record SubmissionQueries(Operations operations, Database ledger) {
    private static final int TIMES = 5;
    private static final int SHOWN = 5;

    private record Query(String path, double millis) {}

    void measure(PrintStream out, List<Ratio> ratios) throws IOException, InterruptedException {
        time("/submissions?state=FAILED"); // warms up
        double groups = time("/submissions/groups").millis();
        ratios.add(Ratio.atMost(300, "failed submissions grouped, ms", groups));
        ratios.add(Ratio.atMost(300, "overview, ms", time("/overview").millis()));
        List<Query> pages = new ArrayList<>();
        for (String path : paths()) {
            pages.add(time(path));
        }
        pages.sort((one, other) -> Double.compare(other.millis(), one.millis()));
        out.printf(Locale.ROOT, "%d filters; the slowest first pages:%n", pages.size());
        pages.stream()
                .limit(SHOWN)
                .forEach(page -> out.printf(Locale.ROOT, "  %6.1f ms  %s%n", page.millis(), page.path()));
        ratios.add(Ratio.atMost(100, "slowest first page, ms", pages.getFirst().millis()));
    }

    /** The median time. */
    private Query time(String path) throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < TIMES; i++) {
            long start = System.nanoTime();
            Operations.require(operations.get(path));
            times.add((System.nanoTime() - start) / 1e6);
        }
        times.sort(null);
        return new Query(path, times.get(TIMES / 2));
    }

    /** A filter that matches much, one that matches little, and single submissions. */
    private List<String> paths() {
        Instant now = Instant.now();
        List<String> paths = new ArrayList<>();
        for (Duration since : List.of(Duration.ofDays(50), Duration.ofMinutes(10))) {
            Map<String, String> parts = Map.of(
                    "program", "program-0",
                    "since", now.minus(since).toString(),
                    "until", now.minus(since.dividedBy(2)).toString());
            Map<String, String> failed = Map.of("code", "STRING_TOO_LONG", "field", "Description");
            for (String state : List.of("FAILED", "CREATED", "RECEIVED", "DISCARDED", "")) {
                List<Map.Entry<String, String>> all = new ArrayList<>(parts.entrySet());
                if (state.equals("FAILED")) {
                    all.addAll(failed.entrySet());
                }
                for (int chosen = 0; chosen < 1 << all.size(); chosen++) {
                    paths.add(path(state, all, chosen));
                }
            }
        }
        paths.add("/submissions?correlationId=" + one("correlation_id"));
        paths.add("/submissions?requestId=" + one("request_id"));
        paths.add("/submissions?caseNumber=" + one("case_number"));
        return paths.stream().distinct().toList();
    }

    private static String path(String state, List<Map.Entry<String, String>> all, int chosen) {
        StringBuilder path = new StringBuilder("/submissions?limit=50");
        if (!state.isEmpty()) {
            path.append("&state=").append(state);
        }
        for (int i = 0; i < all.size(); i++) {
            if ((chosen & 1 << i) != 0) {
                path.append('&')
                        .append(all.get(i).getKey())
                        .append('=')
                        .append(all.get(i).getValue());
            }
        }
        return path.toString();
    }

    private String one(String column) {
        try {
            return ledger.query(
                            "SELECT %s::text FROM ledger_entry WHERE %1$s IS NOT NULL LIMIT 1".formatted(column),
                            row -> row.getString(1))
                    .getFirst();
        } catch (SQLException e) {
            throw new CliException("the database is unavailable: " + e.getMessage(), e);
        }
    }
}
