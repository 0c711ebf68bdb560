package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import io.caseline.schemas.Topic;
import io.caseline.trials.bench.Org.Counts;
import io.caseline.trials.bench.Org.Latency;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long callers wait for their case number over HTTP, against a single call of a bare client to the sandbox in the
 * same run.
 */
record WaitBench(BenchPlatform platform, Plan plan) {
    private static final int WARM_UP_CALLERS = 64;
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

    /**
     * What to measure.
     *
     * @param callers concurrent callers, one level after another
     * @param warmUp before the first level
     * @param duration of each level
     * @param latency of the sandbox; all levels are then repeated without latency
     */
    record Plan(List<Integer> callers, Duration warmUp, Duration duration, Latency latency) {
        Plan {
            callers = List.copyOf(callers);
        }
    }

    /**
     * Runs and prints a table and the ratios for each latency.
     *
     * @return whether each request was answered with a case number, and each case has one event
     */
    boolean run(PrintStream out) throws IOException, InterruptedException {
        MeasuredService processor = platform.service(Port.CASE_PROCESSOR);
        processor.start(Map.of());
        try (EventSubscriber events = new EventSubscriber(platform.kafka(), Topic.Names.CASES_EVENTS)) {
            return new Run(out, new CallerLoad(platform, processor, out), events).run();
        }
    }

    private final class Run {
        private final PrintStream out;
        private final CallerLoad load;
        private final EventSubscriber events;
        private final Org org = platform.org();
        private final BareSalesforceClient bareClient = platform.bareClient();

        Run(PrintStream out, CallerLoad load, EventSubscriber events) throws InterruptedException {
            this.out = out;
            this.load = load;
            this.events = events;
        }

        boolean run() throws IOException, InterruptedException {
            // the first requests may fail until gateway and processor are connected
            load.run("", 1, SETTLING);
            load.ignoreUnexpected();
            out.printf("warming up for %d s%n", plan.warmUp().toSeconds());
            org.setLatency(Latency.NONE);
            load.run("", WARM_UP_CALLERS, plan.warmUp());
            measure(plan.latency());
            measure(Latency.NONE);
            return isComplete();
        }

        private void measure(Latency latency) throws IOException, InterruptedException {
            org.setLatency(latency);
            out.printf(
                    Locale.ROOT,
                    "%nthe sandbox takes %d ms a call and %.1f ms a record%n",
                    latency.call().toMillis(),
                    latency.recordMillis());
            load.run("", WARM_UP_CALLERS, SETTLING);
            double bareBefore = bareClient.medianCallMillis();
            List<WaitLevel> levels = new ArrayList<>();
            for (int callers : plan.callers()) {
                levels.add(measure(callers));
            }
            double bare = (bareBefore + bareClient.medianCallMillis()) / 2;
            out.println(WaitLevel.heading());
            levels.forEach(level -> out.println(level.row(bare)));
            out.printf(Locale.ROOT, "%-12s %8s %9.1f%n%n", "bare call", "", bare);
            for (WaitLevel level : levels) {
                (latency.call().isZero() ? level.aimsWithoutLatency() : level.aims(bare)).forEach(out::println);
            }
        }

        private WaitLevel measure(int callers) throws IOException, InterruptedException {
            load.run("", callers, SETTLING);
            Counts before = org.counts();
            events.takeDelays();
            Measured measured = load.run("%,d callers".formatted(callers), callers, plan.duration());
            return new WaitLevel(callers, measured, org.counts().since(before), events.takeDelays());
        }

        private boolean isComplete() throws InterruptedException {
            int outcomes = events.awaitOutcomes(load.answered(), DRAIN_TIMEOUT);
            int repeats = events.stop();
            out.printf(
                    Locale.ROOT,
                    "%n%,d requests, %,d answered with a case number, %,d events, %d of them repeats%n",
                    load.answered() + load.unexpected(),
                    load.answered(),
                    outcomes,
                    repeats);
            return load.unexpected() == 0 && outcomes >= load.answered() && repeats == 0;
        }
    }
}
