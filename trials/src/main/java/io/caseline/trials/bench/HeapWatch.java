package io.caseline.trials.bench;

import io.caseline.trials.bench.Heap.Sample;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Samples the heap of an application at equal steps of its work, after the warm-up. */
final class HeapWatch implements AutoCloseable {
    private static final int STEPS = 5;

    private final MeasuredService application;
    private final int warmUp;
    private final int measured;
    private @Nullable Heap heap;
    private int taken;

    HeapWatch(MeasuredService application, int warmUp, int measured) {
        this.application = application;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /** @param done outcomes since the start of the application */
    void arrived(int done) {
        if (taken <= STEPS && done >= step(taken)) {
            if (heap == null) {
                heap = Heap.of(application.pid());
            }
            while (taken <= STEPS && done >= step(taken)) {
                taken++;
            }
            heap.sample(done);
        }
    }

    private long step(int number) {
        return warmUp + (long) measured * number / STEPS;
    }

    List<Sample> samples() {
        return heap == null ? List.of() : heap.samples();
    }

    /** One line. */
    @Override
    public String toString() {
        return heap == null ? "the heap was not sampled" : Heap.line(heap.samples(), heap.max());
    }

    @Override
    public void close() {
        if (heap != null) {
            heap.close();
        }
    }
}
