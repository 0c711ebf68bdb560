package io.caseline.bench.pipeline;

import io.caseline.bench.CaseRequests;
import io.caseline.bench.HttpLoad;
import io.caseline.bench.Measured;
import io.caseline.bench.ServerCpu;
import io.caseline.bench.pipeline.Prometheus.Timer;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What the callers of one program notice of another program: of one whose records the org refuses, of one with a large
 * backlog, and of a transaction that somebody holds open in the database meanwhile.
 */
public record IsolationBench(CaseSystem system, Plan plan) {
    private static final String HEAP = "256m";
    private static final String MEASURED = "gobank";
    private static final String REFUSED = "rapidpay";

    /** Another one, so that no hold of the refused one keeps its backlog back. */
    private static final String BEHIND = "backlog";

    private static final String CLAIMS = "caseline_cases_claim";

    /** One that Salesforce gives for a broken automation, and one that sounds as if the org itself were full. */
    private static final List<String> CODES = List.of("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "STORAGE_LIMIT_EXCEEDED");

    private static final int HEAP_SAMPLES = 5;
    private static final int MEGA = 1024 * 1024;

    /**
     * What to measure.
     *
     * @param callers of the measured program that wait at once
     * @param refusedPerSecond cases of the other program that are refused
     * @param rows backlog of the other program
     * @param warmUp before anything is measured
     * @param duration of each measurement
     * @param held how long a transaction is held open
     * @param latency of the sandbox for each call, and for each record on top
     */
    public record Plan(
            int callers,
            int refusedPerSecond,
            int rows,
            Duration warmUp,
            Duration duration,
            Duration held,
            Duration latency,
            Duration latencyPerRecord) {}

    /**
     * Runs and prints the ratios.
     *
     * @return whether each request was answered with a case number
     */
    public boolean run(PrintStream out) throws IOException, InterruptedException {
        system.processor().start(HEAP, Map.of());
        try (EventSubscriber events = new EventSubscriber(system.messaging(), Topic.Names.CASES_EVENTS)) {
            return new Run(out, events).run();
        }
    }

    private final class Run {
        private final PrintStream out;
        private final EventSubscriber events;
        private final Org org = new Org(system.sandbox());
        private final Prometheus metrics = new Prometheus(system.processor().url(), system.token());
        private final CaseRequests requests = new CaseRequests(system.gateway(), system.token(), "wait=30");
        private final List<Ratio> ratios = new ArrayList<>();
        private long others;

        Run(PrintStream out, EventSubscriber events) throws InterruptedException {
            this.out = out;
            this.events = events;
        }

        boolean run() throws IOException, InterruptedException {
            org.slowDown(plan.latency(), plan.latencyPerRecord());
            load("warming up", plan.callers(), plan.warmUp());
            double bare = org.medianCallMillis();
            out.printf(Locale.ROOT, "a bare call with one record takes %.0f ms%n%s%n", bare, heading());
            refusals();
            backlog(bare);
            heldTransaction();
            out.println();
            ratios.forEach(out::println);
            out.printf(Locale.ROOT, "%,d requests were not answered with a case number%n", others);
            return others == 0;
        }

        private void refusals() throws IOException, InterruptedException {
            Measured undisturbed = show(load("undisturbed", plan.callers(), plan.duration()));
            for (String code : CODES) {
                org.refuse(REFUSED, code, plan.latency(), plan.latencyPerRecord());
                try (CommandStream refused = new CommandStream(system.messaging(), REFUSED, plan.refusedPerSecond())) {
                    Measured disturbed = show(load("refused: " + code, plan.callers(), plan.duration()));
                    ratios.add(Ratio.atMost(
                            1.2,
                            "p50 while another program gets " + code,
                            disturbed.millis(50) / undisturbed.millis(50)));
                    out.printf(Locale.ROOT, "%,d cases of the other program came meanwhile%n", refused.end());
                }
                org.slowDown(plan.latency(), plan.latencyPerRecord());
            }
        }

        private void backlog(double bare) throws IOException, InterruptedException {
            org.goAway();
            Positions positions = new Positions(system.ledger(), Topic.Names.CASES_COMMANDS, system.processor());
            long before = positions.taken();
            try (MessageWriter writer = new MessageWriter(system.messaging())) {
                new CaseCommands(system.messaging().sealing(), BEHIND).write(writer, plan.rows());
            }
            positions.await(before + plan.rows(), taken -> {});
            out.printf(Locale.ROOT, "%,d cases of the other program lie in the ledger%n", plan.rows());
            org.slowDown(plan.latency(), plan.latencyPerRecord());
            load("", 1, plan.warmUp()); // until the hold is over
            Timer claims = metrics.timer(CLAIMS);
            Histogram waits = new Histogram(3);
            try (Heap heap = Heap.of(system.processor().pid())) {
                for (int sample = 1; sample <= HEAP_SAMPLES; sample++) {
                    heap.sample(sample); // stops the processor, so it is not part of a measurement
                    waits.add(
                            show(load("behind the backlog", 1, plan.duration())).latency());
                }
                out.println(Heap.line(heap.samples(), heap.max()));
                ratios.add(Ratio.atMost(
                        2.5, "behind the backlog: p50 / bare call", waits.getValueAtPercentile(50) / 1e3 / bare));
                ratios.add(Ratio.atMost(
                        2.5, "behind the backlog: p99 / bare call", waits.getValueAtPercentile(99) / 1e3 / bare));
                ratios.add(Ratio.atMost(10, "growth of the heap, MB", (double) Heap.growth(heap.samples()) / MEGA));
            }
            Timer claimed = metrics.timer(CLAIMS).since(claims);
            ratios.add(Ratio.atMost(20, "a claim, mean of %,d, ms".formatted(claimed.count()), claimed.meanMillis()));
        }

        /** Without latency, so that as many rows die as can be. */
        private void heldTransaction() throws IOException, InterruptedException {
            org.slowDown(Duration.ZERO, Duration.ZERO);
            load("", plan.callers(), plan.duration());
            Sample before = sample("no transaction held");
            try (Connection connection = system.ledger().connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.execute("SELECT count(*) FROM pg_class"); // takes the snapshot
                load("", plan.callers(), plan.held());
                Sample after = sample("held for %d s".formatted(plan.held().toSeconds()));
                ratios.add(Ratio.atMost(2, "claims with a transaction held / without", after.claim() / before.claim()));
                ratios.add(Ratio.atMost(2, "events with a transaction held / without", after.event() / before.event()));
            } catch (SQLException e) {
                throw new BenchFailure("no transaction could be held: " + e.getMessage(), e);
            }
        }

        private Sample sample(String name) throws IOException, InterruptedException {
            Timer claims = metrics.timer(CLAIMS);
            events.takeDelays();
            show(load(name, plan.callers(), plan.duration()));
            Sample sample = new Sample(
                    metrics.timer(CLAIMS).since(claims).meanMillis(),
                    events.takeDelays().getValueAtPercentile(50) / 1e3);
            out.printf(
                    Locale.ROOT,
                    "claims %.2f ms (mean), events %.1f ms after their outcome (p50)%n",
                    sample.claim(),
                    sample.event());
            return sample;
        }

        private Measured load(String name, int callers, Duration duration) throws IOException {
            Measured measured = new HttpLoad(system.gateway(), callers, 200, requests.ofProgram(MEASURED))
                    .run(name, duration, ServerCpu.of(system.processor().pid()));
            others += measured.others();
            if (measured.others() > 0) {
                out.println("answers without a case number, by HTTP status: " + measured.otherAnswers());
            }
            system.processor().checkAlive();
            return measured;
        }

        private Measured show(Measured measured) {
            out.printf(
                    Locale.ROOT,
                    "%-46s %,8.0f %9.1f %9.1f %9.1f%n",
                    measured.name(),
                    measured.rate(),
                    measured.millis(50),
                    measured.millis(90),
                    measured.millis(99));
            return measured;
        }

        private static String heading() {
            return String.format(Locale.ROOT, "%n%-46s %8s %9s %9s %9s", "", "req/s", "p50 ms", "p90 ms", "p99 ms");
        }
    }

    /** Milliseconds that a claim and an event took. */
    private record Sample(double claim, double event) {}
}
