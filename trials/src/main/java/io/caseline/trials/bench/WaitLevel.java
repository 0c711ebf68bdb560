package io.caseline.trials.bench;

import io.caseline.trials.bench.Org.Counts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a number of concurrent callers measured.
 *
 * @param org what the sandbox counted meanwhile
 * @param eventDelays how long after its outcome each event could be read, in microseconds
 */
record WaitLevel(int callers, Measured measured, Counts org, Histogram eventDelays) {

    static String heading() {
        return String.format(
                Locale.ROOT,
                "%n%-12s %8s %9s %9s %9s %9s %17s %11s %12s %13s",
                "",
                "req/s",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "max ms",
                "p50 p90 p99 ×bare",
                "calls/1000",
                "CPU µs/case",
                "event p50 ms");
    }

    /** @param bare milliseconds of a bare call */
    String row(double bare) {
        return String.format(
                Locale.ROOT,
                "%-12s %,8.0f %9.1f %9.1f %9.1f %9.1f %5.2f %5.2f %5.2f %11.1f %12.0f %13.1f",
                measured.name(),
                measured.rate(),
                measured.millis(50),
                measured.millis(90),
                measured.millis(99),
                measured.millis(100),
                measured.millis(50) / bare,
                measured.millis(90) / bare,
                measured.millis(99) / bare,
                org.callsPerThousand(),
                measured.cpuMicros(),
                eventMillis());
    }

    List<Ratio> aims(double bare) {
        List<Ratio> aims = new ArrayList<>();
        aims.add(eventAim());
        switch (callers) {
            case 4 -> {
                aims.add(atMostBare(1.1, 50, bare));
                aims.add(atMostBare(1.2, 90, bare));
            }
            case 16 -> aims.add(atMostBare(1.25, 50, bare));
            case 64 -> {
                aims.add(atMostBare(1.6, 50, bare));
                aims.add(atMostBare(2.6, 99, bare));
            }
            case 200 -> aims.add(atMostBare(2.4, 50, bare));
            default -> {}
        }
        return aims;
    }

    List<Ratio> aimsWithoutLatency() {
        List<Ratio> aims = new ArrayList<>();
        aims.add(eventAim());
        switch (callers) {
            case 16 -> aims.add(Ratio.atLeast(500, measured.name() + ": requests a second", measured.rate()));
            case 64 -> aims.add(Ratio.atLeast(1200, measured.name() + ": requests a second", measured.rate()));
            default -> {}
        }
        return aims;
    }

    private Ratio eventAim() {
        return Ratio.atMost(40, measured.name() + ": event after the outcome, p50, ms", eventMillis());
    }

    private Ratio atMostBare(double factor, int percentile, double bare) {
        return Ratio.atMost(
                factor,
                "%s: p%d / bare call".formatted(measured.name(), percentile),
                measured.millis(percentile) / bare);
    }

    private double eventMillis() {
        return eventDelays.getValueAtPercentile(50) / 1e3;
    }
}
