package io.caseline.trials.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The measurements of one run.
 *
 * @param otherResponses number of unexpected responses by status; -1 for none at all
 * @param latency of each request, in microseconds
 * @param serverCpu CPU time of the server; zero if not measured
 */
record Measured(
        String name, SortedMap<Integer, Long> otherResponses, Duration time, Histogram latency, Duration serverCpu) {

    /** Several runs of the same. */
    static Measured sum(String name, List<Measured> runs) {
        SortedMap<Integer, Long> others = new TreeMap<>();
        Histogram latency = new Histogram(runs.getFirst().latency());
        Duration time = Duration.ZERO;
        Duration cpu = Duration.ZERO;
        for (Measured run : runs) {
            run.otherResponses().forEach((status, count) -> others.merge(status, count, Long::sum));
            latency.add(run.latency());
            time = time.plus(run.time());
            cpu = cpu.plus(run.serverCpu());
        }
        return new Measured(name, others, time, latency, cpu);
    }

    /** Requests with the expected status. */
    long requests() {
        return latency.getTotalCount() - others();
    }

    /** Requests with another status, or without a response. */
    long others() {
        return otherResponses.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests per second. */
    double rate() {
        return requests() / (time.toNanos() / 1e9);
    }

    /** CPU time of the server per request, in microseconds. */
    double cpuMicros() {
        return serverCpu.toNanos() / 1e3 / Math.max(1, requests());
    }

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%-34s %10s %9s %9s %9s %9s %12s %8s",
                "",
                "req/s",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms",
                "server µs/r",
                "others");
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-34s %,10.0f %9.2f %9.2f %9.2f %9.2f %12s %8d",
                name,
                rate(),
                millis(50),
                millis(99),
                millis(99.9),
                latency.getMaxValue() / 1e3,
                serverCpu.isZero() ? "-" : String.format(Locale.ROOT, "%.0f", cpuMicros()),
                others());
    }

    /** Latency at a percentile, in milliseconds. */
    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1e3;
    }

    static String shortHeading() {
        return String.format(Locale.ROOT, "%n%-46s %8s %9s %9s %9s", "", "req/s", "p50 ms", "p90 ms", "p99 ms");
    }

    String shortRow() {
        return String.format(
                Locale.ROOT, "%-46s %,8.0f %9.1f %9.1f %9.1f", name, rate(), millis(50), millis(90), millis(99));
    }
}
