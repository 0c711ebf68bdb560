package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets an application work off what lies ready for it. It is measured by the events that a subscriber can read, and not
 * before so many have come, as the first are those of an application that warms up.
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
     * @param cpu processor time that the application used meanwhile
     */
    record Drained(int outcomes, Duration time, Duration cpu) {

        /** Outcomes a second. */
        double rate() {
            return outcomes / (time.toNanos() / 1e9);
        }

        /** Processor time of the application for each outcome, in microseconds. */
        double cpuMicros() {
            return cpu.toNanos() / 1e3 / Math.max(1, outcomes);
        }
    }

    /** Starts the application, and returns when it has dealt with all and still runs. */
    Drained run(String heap, Map<String, String> settings, int warmUp, int measured, IntConsumer progress) {
        int before = events.outcomes().size();
        application.start(heap, settings);
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

    /** From the arrival that ends the warm-up to the last one. */
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
                throw new CliException("all outcomes came at once: there were too few to measure");
            }
            return new Drained(
                    last.number() - first.number(),
                    Duration.ofNanos(last.nanos() - first.nanos()),
                    last.cpu().minus(first.cpu()));
        }
    }
}
