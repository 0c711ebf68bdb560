package io.caseline.sandbox.faults;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts since the start or the last reset. */
@Component
public class Stats {

    private final LongAdder apiCalls = new LongAdder();
    private final LongAdder recordsInserted = new LongAdder();
    private final LongAdder recordsUpdated = new LongAdder();
    private final LongAdder recordsRefused = new LongAdder();
    private final LongAdder duplicatesRefused = new LongAdder();
    private final LongAdder signIns = new LongAdder();
    private final AtomicInteger mostConcurrent = new AtomicInteger();

    /** The records that a call wrote; {@code refused} includes the duplicates. */
    public record Tally(int inserted, int updated, int refused, int duplicates) {

        public static final Tally NONE = new Tally(0, 0, 0, 0);

        public int records() {
            return inserted + updated + refused;
        }

        public Tally plus(Tally other) {
            return new Tally(
                    inserted + other.inserted,
                    updated + other.updated,
                    refused + other.refused,
                    duplicates + other.duplicates);
        }
    }

    /**
     * @param cases in the org now
     * @param apiUsage calls in the last 24 hours, as the limit counts them
     * @param concurrent calls in progress
     */
    public record Snapshot(
            long cases,
            long apiCalls,
            long apiUsage,
            long recordsInserted,
            long recordsUpdated,
            long recordsRefused,
            long duplicatesRefused,
            long signIns,
            int concurrent,
            int mostConcurrent) {}

    public void callStarted(int concurrent) {
        apiCalls.increment();
        mostConcurrent.accumulateAndGet(concurrent, Math::max);
    }

    public void written(Tally tally) {
        recordsInserted.add(tally.inserted());
        recordsUpdated.add(tally.updated());
        recordsRefused.add(tally.refused());
        duplicatesRefused.add(tally.duplicates());
    }

    public void signedIn() {
        signIns.increment();
    }

    public Snapshot snapshot(long cases, long apiUsage, int concurrent) {
        return new Snapshot(
                cases,
                apiCalls.sum(),
                apiUsage,
                recordsInserted.sum(),
                recordsUpdated.sum(),
                recordsRefused.sum(),
                duplicatesRefused.sum(),
                signIns.sum(),
                concurrent,
                mostConcurrent.get());
    }

    public void reset() {
        apiCalls.reset();
        recordsInserted.reset();
        recordsUpdated.reset();
        recordsRefused.reset();
        duplicatesRefused.reset();
        signIns.reset();
        mostConcurrent.set(0);
    }
}
