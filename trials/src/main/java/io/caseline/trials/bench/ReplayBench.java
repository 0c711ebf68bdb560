package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.local.platform.Ports.Port;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.Operations;
import io.caseline.trials.bench.Drain.Drained;
import io.caseline.trials.bench.Drain.Window;
import io.caseline.trials.bench.Org.Latency;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How fast failed submissions are found and replayed in a large ledger. Yardstick in the same run: live traffic, as many new
 * commands of the same programs.
 */
record ReplayBench(BenchPlatform platform, Plan plan) {
    /** Codes that are about a record's data, so that no program is held. */
    private static final Map<String, String> CODES = Map.of(
            "program-0", "STRING_TOO_LONG",
            "program-1", "NUMBER_OUTSIDE_VALID_RANGE",
            "program-2", "DUPLICATES_DETECTED",
            "program-3", "STRING_TOO_LONG");

    private static final int MEGA = 1024 * 1024;

    /**
     * What to measure.
     *
     * @param rows of the ledger, the failed ones included
     * @param failed submissions that fail and are replayed
     * @param latency of the sandbox, while live traffic and replay are measured
     */
    record Plan(int rows, int failed, Latency latency) {
        int warmUp() {
            return failed / 10;
        }
    }

    /**
     * Runs and prints the ratios.
     *
     * @return whether each case was created once
     */
    boolean run(PrintStream out) throws IOException, InterruptedException {
        MeasuredService processor = platform.service(Port.CASE_PROCESSOR);
        processor.start(Map.of("LOGGING_LEVEL_IO_CASELINE_CASES_DISPATCH", "error")); // a line for each failure
        try (MessageWriter writer = new MessageWriter(platform.kafka())) {
            return new Run(out, processor, writer).run();
        }
    }

    private final class Run {
        private final PrintStream out;
        private final MeasuredService processor;
        private final MessageWriter writer;
        private final Org org = platform.org();
        private final Database ledger = platform.database("cases");
        private final Operations operations = platform.operations();
        private final CaseCommands commands =
                new CaseCommands(platform.sealing(), CODES.keySet().toArray(String[]::new));
        private final List<Ratio> ratios = new ArrayList<>();

        Run(PrintStream out, MeasuredService processor, MessageWriter writer) throws InterruptedException {
            this.out = out;
            this.processor = processor;
            this.writer = writer;
        }

        boolean run() throws IOException, InterruptedException {
            fail();
            insertCreated();
            new SubmissionQueries(operations, ledger).measure(out, ratios);
            org.setLatency(plan.latency());
            double live;
            try (EventReader events = new EventReader(platform.kafka(), Topic.Names.CASES_EVENTS)) {
                live = show("live traffic", live(events)).rate();
            }
            try (EventReader events = new EventReader(platform.kafka(), Topic.Names.CASES_EVENTS);
                    HeapWatch heap = new HeapWatch(processor, plan.warmUp(), plan.failed() - plan.warmUp())) {
                double replayed = show("replay", replay(events, heap)).rate();
                ratios.add(Ratio.atLeast(1.0, "replay / live traffic, cases a second", replayed / live));
                out.println(heap);
                ratios.add(Ratio.atMost(10, "growth of the heap, MB", (double) Heap.growth(heap.samples()) / MEGA));
                ratios.forEach(out::println);
                return isComplete(events);
            }
        }

        /** In the usual way, so that their sealed commands can be sent again. */
        private void fail() throws InterruptedException {
            org.refuse(CODES);
            try (EventReader events = new EventReader(platform.kafka(), Topic.Names.CASES_EVENTS)) {
                commands.write(writer, plan.failed());
                events.await(plan.failed(), arrived -> {}, processor::checkAlive);
            }
            out.printf(Locale.ROOT, "%,d submissions have failed%n", plan.failed());
        }

        /** As if they had been created in the last 60 days. */
        private void insertCreated() {
            int created = plan.rows() - plan.failed();
            ledger.execute("""
                    INSERT INTO ledger_entry (correlation_id, program_code, request_id, state, attempts, due_at, case_number,
                        salesforce_id, received_at, created_at, updated_at)
                    SELECT gen_random_uuid(), 'program-' || n %% 4, gen_random_uuid(), 'CREATED', 1, at, 'B' || n,
                        '500B' || n, at, at, at
                    FROM (SELECT n, now() - n * interval '60 days' / %1$d AS at FROM generate_series(1, %1$d) n) AS created""".formatted(Math.max(1, created)));
            ledger.execute("VACUUM ANALYZE ledger_entry");
            out.printf(Locale.ROOT, "%,d created ones are beside them%n", created);
        }

        private Drained live(EventReader events) throws IOException, InterruptedException {
            processor.stop();
            commands.write(writer, plan.failed());
            return new Drain(processor, events)
                    .run(Map.of(), plan.warmUp(), plan.failed() - plan.warmUp(), arrived -> {});
        }

        /** As cold as for live traffic. */
        private Drained replay(EventReader events, HeapWatch heap) throws IOException, InterruptedException {
            processor.stop();
            processor.start(Map.of());
            Window window = new Window(plan.warmUp(), ServerCpu.of(processor.pid()), System::nanoTime);
            long start = System.nanoTime();
            var started = Operations.require(operations.send(
                    "POST", "/replays", Map.of("all", true, "reason", "The rules of the org are corrected")));
            ratios.add(Ratio.atMost(5, "start of a replay, s", (System.nanoTime() - start) / 1e9));
            if (started.body().at("/total").asInt() != plan.failed()) {
                throw new CliException("the replay has " + started.text("/total") + " submissions");
            }
            events.await(
                    plan.failed(),
                    arrived -> {
                        window.arrived(arrived);
                        heap.arrived(arrived);
                    },
                    processor::checkAlive);
            return window.drained();
        }

        private Drained show(String name, Drained drained) {
            out.printf(
                    Locale.ROOT,
                    "%s: %,.0f cases a second, %.0f µs of processor time each%n",
                    name,
                    drained.rate(),
                    drained.cpuMicros());
            return drained;
        }

        private boolean isComplete(EventReader events) throws InterruptedException {
            long replayed = ledger.number("SELECT count(*) FROM ledger_entry WHERE state = 'CREATED' AND attempts = 2");
            long created = ledger.number("SELECT count(*) FROM ledger_entry WHERE state = 'CREATED'");
            long inserted = org.counts().inserted();
            out.printf(
                    Locale.ROOT,
                    "%,d created by the replay, %,d in the ledger, %,d in Salesforce, %d repeated events%n",
                    replayed,
                    created,
                    inserted,
                    events.repeats());
            return replayed == plan.failed()
                    && created == plan.rows() + plan.failed()
                    && inserted == 2L * plan.failed()
                    && events.repeats() == 0;
        }
    }
}
