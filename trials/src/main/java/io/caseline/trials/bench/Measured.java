package io.caseline.trials.bench;

import java.time.Duration;
import java.util.Locale;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;

/**
 * What one run measured.
 *
 * @param otherResponses how often each status came that was not expected; -1 for no answer at all
 * @param latency of each request, in microseconds
 * @param serverCpu processor time that the server used meanwhile; zero if not measured
 */
record Measured(
        String name, SortedMap<Integer, Long> otherResponses, Duration time, Histogram latency, Duration serverCpu) {

    /** Requests that were answered as expected. */
    long requests() {
        return latency.getTotalCount() - others();
    }

    /** Requests that were answered otherwise, or not at all. */
    long others() {
        return otherResponses.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Requests a second. */
    double rate() {
        return requests() / (time.toNanos() / 1e9);
    }

    /** Processor time of the server for each request, in microseconds. */
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
}
