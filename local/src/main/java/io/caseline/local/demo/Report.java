package io.caseline.local.demo;

import io.caseline.local.demo.Row.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** A table of all responses, and a summary. */
final class Report {

    private static final String FORMAT = "%-76s  %-38s %10s %6s%s";

    private final List<Row> rows;
    private final Duration took;
    private final long salesforceCalls;

    Report(List<Row> rows, Duration took, long salesforceCalls) {
        this.rows = rows;
        this.took = took;
        this.salesforceCalls = salesforceCalls;
    }

    boolean isAsExpected() {
        return rows.stream().allMatch(row -> row.mismatches().isEmpty());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(FORMAT.formatted("request", "response", "case/code", "ms", ""));
        rows.forEach(row -> lines.add(FORMAT.formatted(
                fitted(row.request(), 76),
                fitted(row.answer(), 38),
                fitted(row.number(), 10),
                row.took().toMillis(),
                row.mismatches().isEmpty() ? "" : "  <- not as expected")));
        lines.add("");
        lines.addAll(summary());
        return lines;
    }

    private List<String> summary() {
        Histogram millis = new Histogram(3);
        rows.forEach(row -> millis.recordValue(row.took().toMillis()));
        long failed = count(Kind.CASE_FAILED);
        long accepted = count(Kind.CASE_CREATED) + failed;
        long created = rows.stream()
                .filter(row -> row.kind() == Kind.CASE_CREATED)
                .map(Row::number)
                .distinct()
                .count();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d requests in %.1f s: p50 %d ms, p99 %d ms",
                rows.size(),
                took.toMillis() / 1000.0,
                millis.getValueAtPercentile(50),
                millis.getValueAtPercentile(99)));
        lines.add(String.format(
                Locale.ROOT,
                "cases: %d accepted (%d of them repeats), %d created, %d failed at Salesforce, %d refused by the gateway",
                accepted,
                accepted - created - failed,
                created,
                failed,
                count(Kind.CASE_REFUSED)));
        lines.add(String.format(
                Locale.ROOT,
                "cards: %d associated, %d refused",
                count(Kind.CARD_ASSOCIATED),
                count(Kind.CARD_REFUSED)));
        lines.add(String.format(
                Locale.ROOT,
                "Salesforce API calls used: %d, which is %.1f cases a call",
                salesforceCalls,
                salesforceCalls == 0 ? 0.0 : (double) created / salesforceCalls));
        List<String> mismatches = rows.stream()
                .flatMap(row -> row.mismatches().stream().map(mismatch -> "  " + row.request() + ": " + mismatch))
                .toList();
        lines.add(mismatches.isEmpty() ? "every response is as expected" : "not as expected:");
        lines.addAll(mismatches);
        return lines;
    }

    private long count(Kind kind) {
        return rows.stream().filter(row -> row.kind() == kind).count();
    }

    private static String fitted(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
