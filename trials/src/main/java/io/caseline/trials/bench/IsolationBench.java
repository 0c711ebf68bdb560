package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Ports.Port;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.bench.Org.Latency;
import io.caseline.trials.bench.Prometheus.Timer;
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
 * How much the callers of one program notice of another program whose records the org refuses, of another program with a
 * large backlog, and of a transaction that is held open in the database.
 */
record IsolationBench(BenchPlatform platform, Plan plan) {
    private static final String REFUSED = "rapidpay";

    /** A program of its own: the refused program may be on hold, and its backlog with it. */
    private static final String BACKLOG = "backlog";

    private static final String CLAIMS = "caseline_cases_claim";

    /** A code that Salesforce returns for a broken automation, and one that looks as if the org itself were full. */
    private static final List<String> CODES = List.of("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "STORAGE_LIMIT_EXCEEDED");

    private static final int HEAP_SAMPLES = 5;
    private static final int MEGA = 1024 * 1024;

    /**
     * What to measure.
     *
     * @param callers concurrent callers of the measured program
     * @param refusedPerSecond cases of the other program that are refused
     * @param rows backlog of the other program
     * @param warmUp before anything is measured
     * @param duration of each measurement
     * @param held how long a transaction is held open
     * @param latency of the sandbox
     */
    record Plan(
            int callers,
            int refusedPerSecond,
            int rows,
            Duration warmUp,
            Duration duration,
            Duration held,
            Latency latency) {}

    /**
     * Runs and prints the ratios.
     *
     * @return whether each request was answered with a case number
     */
    boolean run(PrintStream out) throws IOException, InterruptedException {
        MeasuredService processor = platform.service(Port.CASE_PROCESSOR);
        processor.start(Map.of());
        try (EventSubscriber events = new EventSubscriber(platform.kafka(), Topic.Names.CASES_EVENTS)) {
            return new Run(out, processor, events).run();
        }
    }

    private final class Run {
        private final PrintStream out;
        private final MeasuredService processor;
        private final EventSubscriber events;
        private final Org org = platform.org();
        private final Database ledger = platform.database("cases");
        private final Prometheus metrics;
        private final CallerLoad load;
        private final List<Ratio> ratios = new ArrayList<>();

        Run(PrintStream out, MeasuredService processor, EventSubscriber events) throws InterruptedException {
            this.out = out;
            this.processor = processor;
            this.events = events;
            this.metrics = new Prometheus(processor.url(), platform.token(List.of()));
            this.load = new CallerLoad(platform, processor, out);
        }

        boolean run() throws IOException, InterruptedException {
            org.setLatency(plan.latency());
            load.run("warming up", plan.callers(), plan.warmUp());
            double bare = platform.bareClient().medianCallMillis();
            out.printf(Locale.ROOT, "a bare call with one record takes %.0f ms%n%s%n", bare, Measured.shortHeading());
            measureRefusals();
            measureBacklog(bare);
            measureHeldTransaction();
            out.println();
            ratios.forEach(out::println);
            out.printf(Locale.ROOT, "%,d requests were not answered with a case number%n", load.unexpected());
            return load.unexpected() == 0;
        }

        private void measureRefusals() throws IOException, InterruptedException {
            Measured undisturbed = show(load.run("undisturbed", plan.callers(), plan.duration()));
            for (String code : CODES) {
                org.refuse(REFUSED, code, plan.latency());
                try (CommandStream refused = new CommandStream(platform, REFUSED, plan.refusedPerSecond())) {
                    Measured disturbed = show(load.run("refused: " + code, plan.callers(), plan.duration()));
                    ratios.add(Ratio.atMost(
                            1.2,
                            "p50 while another program gets " + code,
                            disturbed.millis(50) / undisturbed.millis(50)));
                    out.printf(Locale.ROOT, "%,d cases of the other program arrived meanwhile%n", refused.end());
                }
                org.setLatency(plan.latency());
            }
        }

        private void measureBacklog(double bare) throws IOException, InterruptedException {
            createBacklog();
            load.run("", 1, plan.warmUp()); // until the hold is over
            Timer claims = metrics.timer(CLAIMS);
            Histogram waits = new Histogram(3);
            try (Heap heap = Heap.of(processor.pid())) {
                for (int sample = 1; sample <= HEAP_SAMPLES; sample++) {
                    heap.sample(sample); // stops the processor, so it is not part of a measurement
                    waits.add(show(load.run("behind the backlog", 1, plan.duration()))
                            .latency());
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

        private void createBacklog() throws InterruptedException {
            org.makeUnavailable();
            Positions positions = new Positions(ledger, Topic.Names.CASES_COMMANDS, processor);
            long before = positions.taken();
            try (MessageWriter writer = new MessageWriter(platform.kafka())) {
                new CaseCommands(platform.sealing(), BACKLOG).write(writer, plan.rows());
            }
            positions.await(before + plan.rows(), taken -> {});
            out.printf(Locale.ROOT, "%,d cases of the other program are in the ledger%n", plan.rows());
            org.setLatency(plan.latency());
        }

        /** With the latency of an org, so that the backlog outlasts the transaction: its rows become dead all the time. */
        private void measureHeldTransaction() throws IOException, InterruptedException {
            load.run("", plan.callers(), plan.duration());
            Sample before = sample("no transaction held");
            try (Connection connection = ledger.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                statement.execute("SELECT count(*) FROM pg_class"); // takes the snapshot
                load.run("", plan.callers(), plan.held());
                Sample after = sample("held for %d s".formatted(plan.held().toSeconds()));
                ratios.add(Ratio.atMost(2, "claims with a transaction held / without", after.claim() / before.claim()));
                ratios.add(Ratio.atMost(2, "events with a transaction held / without", after.event() / before.event()));
            } catch (SQLException e) {
                throw new CliException("no transaction could be held open: " + e.getMessage(), e);
            }
        }

        private Sample sample(String name) throws IOException, InterruptedException {
            Timer claims = metrics.timer(CLAIMS);
            events.takeDelays();
            show(load.run(name, plan.callers(), plan.duration()));
            Timer claimed = metrics.timer(CLAIMS).since(claims);
            if (claimed.count() == 0) {
                throw new CliException("nothing was left to claim: use more --rows");
            }
            Sample sample = new Sample(claimed.meanMillis(), events.takeDelays().getValueAtPercentile(50) / 1e3);
            out.printf(
                    Locale.ROOT,
                    "claims %.2f ms (mean), events %.1f ms after their outcome (p50)%n",
                    sample.claim(),
                    sample.event());
            return sample;
        }

        private Measured show(Measured measured) {
            out.println(measured.shortRow());
            return measured;
        }
    }

    /** Milliseconds that a claim and an event took. */
    private record Sample(double claim, double event) {}
}
