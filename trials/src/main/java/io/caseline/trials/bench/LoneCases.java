package io.caseline.trials.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * The time of a case that arrives alone, from the write to Kafka until a subscriber has its event, compared with the time
 * of a bare call to the org. Bare calls are made in between.
 */
final class LoneCases {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(2);
    private static final int CASES_A_BARE_CALL = 4;

    private final Histogram whole = new Histogram(HIGHEST_MICROS, 3);
    private final Histogram bare = new Histogram(HIGHEST_MICROS, 3);

    /** Sends cases one after another; the first tenth is not counted. */
    void run(
            int cases,
            CaseCommands commands,
            MessageWriter writer,
            EventReader events,
            BareSalesforceClient bareClient,
            Runnable check)
            throws InterruptedException {
        for (int i = 0; i < cases; i++) {
            long start = System.nanoTime();
            commands.write(writer, 1);
            events.await(events.outcomes().size() + 1, number -> {}, check);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            if (i >= cases / 10) {
                record(whole, time);
                if (i % CASES_A_BARE_CALL == 0) {
                    record(bare, bareClient.call(1));
                }
            }
        }
    }

    private static void record(Histogram histogram, Duration time) {
        histogram.recordValue(Math.min(HIGHEST_MICROS, time.toNanos() / 1000));
    }

    /** Milliseconds over the median bare call. */
    double addedMillis(double percentile) {
        return (whole.getValueAtPercentile(percentile) - bare.getValueAtPercentile(50)) / 1e3;
    }

    double bareMillis() {
        return bare.getValueAtPercentile(50) / 1e3;
    }

    long measured() {
        return whole.getTotalCount();
    }
}
