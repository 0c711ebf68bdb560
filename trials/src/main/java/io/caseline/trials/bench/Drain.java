package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures how fast an application processes a backlog, by the events that a subscriber reads. The first events are a
 * warm-up and not measured.
 */
final class Drain {
    private final MeasuredService application;
    private final EventReader events;

    Drain(MeasuredService application, EventReader events) {
        this.application = application;
        this.events = events;
    }

    /**
     * What was measured.
     *
     * @param cpu CPU time of the application
     */
    record Drained(int outcomes, Duration time, Duration cpu) {

        /** Outcomes per second. */
        double rate() {
            return outcomes / (time.toNanos() / 1e9);
        }

        /** CPU time per outcome, in microseconds. */
        double cpuMicros() {
            return cpu.toNanos() / 1e3 / Math.max(1, outcomes);
        }
    }

    /** Starts the application and returns when it has processed everything; it keeps running. */
    Drained run(Map<String, String> settings, int warmUp, int measured, IntConsumer progress) {
        int before = events.outcomes().size();
        application.start(settings);
        ServerCpu cpu = ServerCpu.of(application.pid());
        Window window = new Window(before + warmUp, cpu, System::nanoTime);
        events.await(
                before + warmUp + measured,
                number -> {
                    window.arrived(number);
                    progress.accept(number - before);
                },
                application::checkAlive);
        return window.drained();
    }

    /** From the end of the warm-up to the last arrival. */
    static final class Window {
        private final int warmUp;
        private final ServerCpu cpu;
        private final LongSupplier nanoTime;
        private @Nullable Mark first;
        private @Nullable Mark last;

        private record Mark(int number, long nanos, Duration cpu) {}

        Window(int warmUp, ServerCpu cpu, LongSupplier nanoTime) {
            this.warmUp = warmUp;
            this.cpu = cpu;
            this.nanoTime = nanoTime;
        }

        void arrived(int number) {
            last = new Mark(number, nanoTime.getAsLong(), cpu.used());
            if (first == null && number >= warmUp) {
                first = last;
            }
        }

        Drained drained() {
            if (first == null || last == null || last.number() == first.number()) {
                throw new CliException("all outcomes arrived at once; there were too few to measure");
            }
            return new Drained(
                    last.number() - first.number(),
                    Duration.ofNanos(last.nanos() - first.nanos()),
                    last.cpu().minus(first.cpu()));
        }
    }
}
