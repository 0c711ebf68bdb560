package io.caseline.bench.pipeline;

import io.caseline.bench.CaseRequests;
import io.caseline.bench.HttpLoad;
import io.caseline.bench.Measured;
import io.caseline.bench.ServerCpu;
import io.caseline.bench.pipeline.Org.Counts;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How long callers wait for their case number, over HTTP, beside a single call of a bare client to the sandbox in the
 * same run. Each caller sends its next case when the last one is answered.
 */
public record WaitBench(CaseSystem system, Plan plan) {
    private static final String HEAP = "256m";
    private static final int WARM_UP_CALLERS = 64;
    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    /**
     * What to measure.
     *
     * @param callers how many at once, one level after another
     * @param warmUp before the first level
     * @param duration of each level
     * @param latency of the sandbox for each call, and for each record on top; then all levels without any latency
     */
    public record Plan(
            List<Integer> callers, Duration warmUp, Duration duration, Duration latency, Duration latencyPerRecord) {
        public Plan {
            callers = List.copyOf(callers);
        }
    }

    /**
     * Runs and prints a table and the ratios for each latency.
     *
     * @return whether each request was answered with a case number, and each case has one event
     */
    public boolean run(PrintStream out) throws IOException, InterruptedException {
        system.processor().start(HEAP, Map.of());
        try (EventSubscriber events = new EventSubscriber(system.messaging(), Topic.Names.CASES_EVENTS)) {
            Run run = new Run(out, new Org(system.sandbox()), events);
            run.prime();
            run.warmUp();
            run.latency(plan.latency(), plan.latencyPerRecord());
            run.latency(Duration.ZERO, Duration.ZERO);
            return run.complete();
        }
    }

    /** One level: what the callers saw, and what it took. */
    private record Level(int callers, Measured measured, Counts org, Histogram eventDelays) {

        double eventMillis() {
            return eventDelays.getValueAtPercentile(50) / 1e3;
        }
    }

    private final class Run {
        private final PrintStream out;
        private final Org org;
        private final EventSubscriber events;
        private final CaseRequests requests = new CaseRequests(system.gateway(), system.token(), "wait=30");
        private final ServerCpu cpu = ServerCpu.of(system.processor().pid());
        private int answered;
        private int others;

        Run(PrintStream out, Org org, EventSubscriber events) {
            this.out = out;
            this.org = org;
            this.events = events;
        }

        /** Without latency, so that as much code as possible is compiled before anything is measured. */
        void warmUp() throws IOException, InterruptedException {
            out.printf("warming up for %d s%n", plan.warmUp().toSeconds());
            org.slowDown(Duration.ZERO, Duration.ZERO);
            load(WARM_UP_CALLERS, plan.warmUp());
        }

        void latency(Duration call, Duration record) throws IOException, InterruptedException {
            org.slowDown(call, record);
            out.printf(
                    Locale.ROOT,
                    "%nthe sandbox takes %d ms a call and %.1f ms a record%n",
                    call.toMillis(),
                    record.toNanos() / 1e6);
            load(WARM_UP_CALLERS, SETTLING);
            double bareBefore = org.medianCallMillis();
            List<Level> levels = new ArrayList<>();
            for (int callers : plan.callers()) {
                levels.add(level(callers));
                system.processor().checkAlive();
            }
            double bare = (bareBefore + org.medianCallMillis()) / 2;
            report(levels, bare, call.isZero());
        }

        private Level level(int callers) throws IOException, InterruptedException {
            load(callers, SETTLING);
            Counts before = org.counts();
            events.takeDelays();
            Measured measured = load(callers, plan.duration());
            return new Level(callers, measured, org.counts().since(before), events.takeDelays());
        }

        private Measured load(int callers, Duration duration) throws IOException {
            Measured measured = new HttpLoad(system.gateway(), callers, 200, requests.ofProgram("gobank"))
                    .run("%,d callers".formatted(callers), duration, cpu);
            answered += Math.toIntExact(measured.requests());
            others += Math.toIntExact(measured.others());
            if (measured.others() > 0) {
                out.println("answers without a case number, by HTTP status: " + measured.otherAnswers());
            }
            return measured;
        }

        private void report(List<Level> levels, double bare, boolean withoutLatency) {
            out.printf(
                    Locale.ROOT,
                    "%n%-12s %8s %9s %9s %9s %9s %17s %11s %12s %13s%n",
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
            levels.forEach(level -> line(level, bare));
            out.printf(Locale.ROOT, "%-12s %8s %9.1f%n%n", "bare call", "", bare);
            levels.stream()
                    .flatMap(level -> aims(level, bare, withoutLatency).stream())
                    .forEach(out::println);
        }

        private void line(Level level, double bare) {
            Measured measured = level.measured();
            out.printf(
                    Locale.ROOT,
                    "%-12s %,8.0f %9.1f %9.1f %9.1f %9.1f %5.2f %5.2f %5.2f %11.1f %12.0f %13.1f%n",
                    measured.name(),
                    measured.rate(),
                    measured.millis(50),
                    measured.millis(90),
                    measured.millis(99),
                    measured.millis(100),
                    measured.millis(50) / bare,
                    measured.millis(90) / bare,
                    measured.millis(99) / bare,
                    level.org().callsPerThousand(),
                    measured.cpuMicros(),
                    level.eventMillis());
        }

        private static List<Ratio> aims(Level level, double bare, boolean withoutLatency) {
            Measured measured = level.measured();
            String callers = measured.name() + ": ";
            double p50 = measured.millis(50) / bare;
            List<Ratio> aims = new ArrayList<>();
            aims.add(Ratio.atMost(40, callers + "event after the outcome, p50, ms", level.eventMillis()));
            if (withoutLatency) {
                switch (level.callers()) {
                    case 16 -> aims.add(Ratio.atLeast(500, callers + "requests a second", measured.rate()));
                    case 64 -> aims.add(Ratio.atLeast(1200, callers + "requests a second", measured.rate()));
                    default -> {}
                }
                return aims;
            }
            switch (level.callers()) {
                case 4 -> {
                    aims.add(Ratio.atMost(1.1, callers + "p50 / bare call", p50));
                    aims.add(Ratio.atMost(1.2, callers + "p90 / bare call", measured.millis(90) / bare));
                }
                case 16 -> aims.add(Ratio.atMost(1.25, callers + "p50 / bare call", p50));
                case 64 -> {
                    aims.add(Ratio.atMost(1.6, callers + "p50 / bare call", p50));
                    aims.add(Ratio.atMost(2.6, callers + "p99 / bare call", measured.millis(99) / bare));
                }
                case 200 -> aims.add(Ratio.atMost(2.4, callers + "p50 / bare call", p50));
                default -> {}
            }
            return aims;
        }

        /** Until the gateway has met the brokers, and both have met the processor: nothing of it is measured. */
        void prime() throws IOException {
            load(1, SETTLING);
            others = 0;
        }

        boolean complete() throws InterruptedException {
            int outcomes = events.awaitOutcomes(answered, LONGEST_DRAIN);
            int repeats = events.stop();
            out.printf(
                    Locale.ROOT,
                    "%n%,d requests, %,d answered with a case number, %,d events, %d of them repeats%n",
                    answered + others,
                    answered,
                    outcomes,
                    repeats);
            return others == 0 && outcomes >= answered && repeats == 0;
        }
    }
}
