package io.caseline.bench.pipeline;

import io.caseline.bench.ServerCpu;
import io.caseline.bench.pipeline.Drain.Drained;
import io.caseline.bench.pipeline.Drain.Window;
import io.caseline.bench.pipeline.Org.Counts;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How fast case-processor brings commands from Kafka to Salesforce, ledger and events, with a sandbox that takes its
 * time. Beside it, in the same run: a bare client of the sandbox with as many calls at once, which is the most that
 * anybody can reach, case-processor with one call a record, and how fast it takes commands while it makes no calls.
 */
public record CasesBench(Application processor, Messaging messaging, Sandbox sandbox, Database ledger, Plan plan) {
    private static final int FULL_CALL = 200;
    private static final int WARM_UP_CALLS = 2;
    private static final int BARE_CALLS = 8;
    private static final String HEAP = "256m";

    /**
     * What to measure.
     *
     * @param cases end to end
     * @param oneByOne cases in the mode with one call a record
     * @param lone cases that come alone
     * @param inbox commands that come while the org is away
     * @param programs whose cases they are, by turns; one program alone may not have all calls
     * @param callsAtOnce of the processor and of the bare client
     * @param latency of the sandbox for each call, and for each record on top
     */
    public record Plan(
            int cases,
            int oneByOne,
            int lone,
            int inbox,
            int programs,
            int callsAtOnce,
            Duration latency,
            Duration latencyPerRecord) {

        int warmUp() {
            return callsAtOnce * WARM_UP_CALLS * FULL_CALL;
        }
    }

    /**
     * Runs and prints a table and the ratios.
     *
     * @return whether every case was created, once, in ledger, org and events
     */
    public boolean run(PrintStream out) throws IOException, InterruptedException {
        processor.start(HEAP, Map.of()); // makes the topics and registers the schemas
        processor.stop();
        Org org = new Org(sandbox);
        org.slowDown(plan.latency(), plan.latencyPerRecord());
        out.printf(
                Locale.ROOT,
                "the sandbox takes %d ms a call and %.1f ms a record; %d calls at once%n",
                plan.latency().toMillis(),
                plan.latencyPerRecord().toNanos() / 1e6,
                plan.callsAtOnce());
        try (MessageWriter writer = new MessageWriter(messaging);
                EventReader events = new EventReader(messaging, Topic.Names.CASES_EVENTS)) {
            return new Run(out, org, writer, events).run();
        }
    }

    /** Only what is measured is set: the rest is as the application has it. */
    private Map<String, String> settings(int recordsPerCall) {
        return Map.of(
                "CASELINE_SALESFORCE_CALLSATONCE", Integer.toString(plan.callsAtOnce()),
                "CASELINE_SALESFORCE_RECORDSPERCALL", Integer.toString(recordsPerCall));
    }

    /** What was measured of the processor in one mode, and what the org counted meanwhile, warm-up included. */
    private record Mode(Drained drained, Counts org) {}

    private final class Run {
        private final PrintStream out;
        private final Org org;
        private final MessageWriter writer;
        private final EventReader events;
        private final CaseCommands commands = new CaseCommands(
                messaging.sealing(),
                IntStream.range(0, plan.programs())
                        .mapToObj(n -> "program-" + n)
                        .toArray(String[]::new));

        Run(PrintStream out, Org org, MessageWriter writer, EventReader events) {
            this.out = out;
            this.org = org;
            this.writer = writer;
            this.events = events;
        }

        boolean run() throws IOException, InterruptedException {
            org.ceiling(plan.callsAtOnce(), 1, FULL_CALL);
            double ceilingBefore = ceiling();
            HeapWatch heap = new HeapWatch(processor, plan.warmUp(), plan.cases());
            Mode full = drain("end to end", FULL_CALL, plan.warmUp(), plan.cases(), heap::arrived);
            out.println("lone cases: " + plan.lone());
            LoneCases lone = new LoneCases();
            lone.run(plan.lone(), commands, writer, events, org, processor::checkAlive);
            heap.close();
            processor.stop();
            int oneByOneWarmUp = plan.oneByOne() / 5;
            Mode oneByOne =
                    drain("one call a record", 1, oneByOneWarmUp, plan.oneByOne() - oneByOneWarmUp, number -> {});
            processor.stop();
            double ceiling = (ceilingBefore + ceiling()) / 2;
            double inbox = inbox();
            report(full, oneByOne, ceiling, lone, inbox);
            out.println(heap);
            return complete(full, oneByOne);
        }

        /** Commands a second that the processor takes while the org is away. They are then worked off, without latency. */
        private double inbox() throws IOException, InterruptedException {
            int warmUp = plan.inbox() / 2;
            out.printf(Locale.ROOT, "inbox: %,d commands and %,d to warm up%n", plan.inbox(), warmUp);
            Positions positions = new Positions(ledger, Topic.Names.CASES_COMMANDS, processor);
            long before = positions.taken();
            org.goAway();
            commands.write(writer, warmUp + plan.inbox());
            processor.start(HEAP, settings(FULL_CALL));
            Window window = new Window(warmUp, ServerCpu.of(processor.pid()), System::nanoTime);
            positions.await(before + warmUp + plan.inbox(), taken -> window.arrived((int) (taken - before)));
            org.slowDown(Duration.ZERO, Duration.ZERO);
            events.await(events.outcomes().size() + warmUp + plan.inbox(), number -> {}, processor::checkAlive);
            processor.stop();
            return window.drained().rate();
        }

        private double ceiling() throws InterruptedException {
            out.println("bare client, full calls");
            return org.ceiling(plan.callsAtOnce(), BARE_CALLS, FULL_CALL);
        }

        private Mode drain(String name, int recordsPerCall, int warmUp, int measured, IntConsumer progress)
                throws InterruptedException {
            out.printf(Locale.ROOT, "%s: %,d cases and %,d to warm up%n", name, measured, warmUp);
            Counts before = org.counts();
            commands.write(writer, warmUp + measured);
            Drained drained =
                    new Drain(processor, events).run(HEAP, settings(recordsPerCall), warmUp, measured, progress);
            return new Mode(drained, org.counts().since(before));
        }

        private void report(Mode full, Mode oneByOne, double ceiling, LoneCases lone, double inbox)
                throws InterruptedException {
            out.printf(Locale.ROOT, "%n%-34s %10s %14s %12s%n", "", "cases/s", "calls/1000", "CPU µs/case");
            line("case-processor, end to end", full);
            line("case-processor, one call a record", oneByOne);
            out.printf(Locale.ROOT, "%-34s %,10.0f %14.2f%n", "bare client, full calls", ceiling, 1000.0 / FULL_CALL);
            out.printf(Locale.ROOT, "%-34s %,10.0f%n%n", "inbox, while the org is away", inbox);
            double rate = full.drained().rate();
            Ratio ofOthers = plan.latency().isZero()
                    ? Ratio.atLeast(4300, "end to end, cases a second", rate)
                    : Ratio.atLeast(0.95, "end to end / bare client", rate / ceiling);
            List.of(
                            ofOthers,
                            Ratio.atLeast(
                                    20,
                                    "end to end / one call a record",
                                    rate / oneByOne.drained().rate()),
                            Ratio.atMost(
                                    6, "API calls for 1,000 cases", full.org().callsPerThousand()),
                            Ratio.atMost(
                                    550,
                                    "processor time a case, µs",
                                    full.drained().cpuMicros()),
                            Ratio.atLeast(15_000, "inbox, commands a second", inbox),
                            Ratio.atMost(60, "lone case: ms over a bare call, p50", lone.addedMillis(50)),
                            Ratio.atMost(200, "lone case: ms over a bare call, p99", lone.addedMillis(99)))
                    .forEach(out::println);
            out.printf(
                    Locale.ROOT,
                    "%d lone cases; a bare call with one record takes %.0f ms; the org saw at most %d calls at once%n",
                    lone.measured(),
                    lone.bareMillis(),
                    org.mostAtOnce());
        }

        private void line(String name, Mode mode) {
            out.printf(
                    Locale.ROOT,
                    "%-34s %,10.0f %14.2f %12.0f%n",
                    name,
                    mode.drained().rate(),
                    mode.org().callsPerThousand(),
                    mode.drained().cpuMicros());
        }

        private boolean complete(Mode full, Mode oneByOne) {
            int inbox = plan.inbox() / 2 + plan.inbox();
            int accepted = plan.warmUp() + plan.cases() + plan.lone() + plan.oneByOne() + inbox;
            long created = ledger.number("SELECT count(*) FROM ledger_entry WHERE state = 'CREATED'");
            long drained = full.org().inserted() + oneByOne.org().inserted();
            out.printf(
                    Locale.ROOT,
                    "%,d accepted, %,d created in the ledger, %,d events, %d of them repeats%n",
                    accepted,
                    created,
                    events.outcomes().size(),
                    events.repeats());
            return created == accepted
                    && events.outcomes().size() == accepted
                    && events.repeats() == 0
                    && drained == accepted - plan.lone() - inbox;
        }
    }
}
