package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.bench.CasesReport.Mode;
import io.caseline.trials.bench.Drain.Drained;
import io.caseline.trials.bench.Drain.Window;
import io.caseline.trials.bench.Org.Counts;
import io.caseline.trials.bench.Org.Latency;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * How fast case-processor brings commands from Kafka to Salesforce, ledger and events, with a sandbox that has latency.
 * Yardsticks in the same run: a bare client of the sandbox with as many concurrent calls, which is the upper bound;
 * case-processor with one call a record; and how fast it takes commands while the org is unavailable.
 */
record CasesBench(BenchPlatform platform, Plan plan) {
    static final int FULL_CALL = 200;
    private static final int WARM_UP_CALLS = 2;
    private static final int BARE_CALLS = 8;
    /**
     * What to measure.
     *
     * @param cases end to end
     * @param oneByOne cases with one call a record
     * @param lone cases that arrive alone
     * @param inbox commands that arrive while the org is unavailable
     * @param programs the cases belong to these programs by turns; a program alone may not use all calls
     * @param callsAtOnce concurrent calls of the processor and of the bare client
     * @param latency of the sandbox
     */
    record Plan(int cases, int oneByOne, int lone, int inbox, int programs, int callsAtOnce, Latency latency) {

        int warmUp() {
            return callsAtOnce * WARM_UP_CALLS * FULL_CALL;
        }

        int inboxWarmUp() {
            return inbox / 2;
        }
    }

    /**
     * Runs and prints a table and the ratios.
     *
     * @return whether every case was created once, in ledger, org and events
     */
    boolean run(PrintStream out) throws IOException, InterruptedException {
        MeasuredService processor = platform.service(Port.CASE_PROCESSOR);
        processor.start(Map.of()); // creates the topics and registers the schemas
        processor.stop();
        Org org = platform.org();
        org.setLatency(plan.latency());
        out.printf(
                Locale.ROOT,
                "the sandbox takes %d ms a call and %.1f ms a record; %d concurrent calls%n",
                plan.latency().call().toMillis(),
                plan.latency().recordMillis(),
                plan.callsAtOnce());
        try (MessageWriter writer = new MessageWriter(platform.kafka());
                EventReader events = new EventReader(platform.kafka(), Topic.Names.CASES_EVENTS)) {
            return new Run(out, processor, org, writer, events).run();
        }
    }

    /** Everything else is as the application has it. */
    private Map<String, String> settings(int recordsPerCall) {
        return Map.of(
                "CASELINE_SALESFORCE_CALLSATONCE", Integer.toString(plan.callsAtOnce()),
                "CASELINE_SALESFORCE_RECORDSPERCALL", Integer.toString(recordsPerCall));
    }

    private final class Run {
        private final PrintStream out;
        private final MeasuredService processor;
        private final Org org;
        private final MessageWriter writer;
        private final EventReader events;
        private final Database ledger = platform.database("cases");
        private final BareSalesforceClient bareClient = platform.bareClient();
        private final CaseCommands commands = new CaseCommands(
                platform.sealing(),
                IntStream.range(0, plan.programs())
                        .mapToObj(n -> "program-" + n)
                        .toArray(String[]::new));

        Run(PrintStream out, MeasuredService processor, Org org, MessageWriter writer, EventReader events)
                throws InterruptedException {
            this.out = out;
            this.processor = processor;
            this.org = org;
            this.writer = writer;
            this.events = events;
        }

        boolean run() throws IOException, InterruptedException {
            bareClient.recordsPerSecond(plan.callsAtOnce(), 1, FULL_CALL);
            double bareBefore = bareRate();
            HeapWatch heap = new HeapWatch(processor, plan.warmUp(), plan.cases());
            Mode full = drain("end to end", FULL_CALL, plan.warmUp(), plan.cases(), heap::arrived);
            out.println("lone cases: " + plan.lone());
            LoneCases lone = new LoneCases();
            lone.run(plan.lone(), commands, writer, events, bareClient, processor::checkAlive);
            heap.close();
            processor.stop();
            int oneByOneWarmUp = plan.oneByOne() / 5;
            Mode oneByOne =
                    drain("one call a record", 1, oneByOneWarmUp, plan.oneByOne() - oneByOneWarmUp, number -> {});
            processor.stop();
            double bare = (bareBefore + bareRate()) / 2;
            double inbox = measureInbox();
            new CasesReport(plan, full, oneByOne, bare, lone, inbox).print(out, org.mostConcurrentCalls());
            out.println(heap);
            return isComplete(full, oneByOne);
        }

        /** Commands a second that the processor takes while the org is unavailable; it then works them off without latency. */
        private double measureInbox() throws IOException, InterruptedException {
            int number = plan.inboxWarmUp() + plan.inbox();
            out.printf(Locale.ROOT, "inbox: %,d commands and %,d to warm up%n", plan.inbox(), plan.inboxWarmUp());
            Positions positions = new Positions(ledger, Topic.Names.CASES_COMMANDS, processor);
            long before = positions.taken();
            org.makeUnavailable();
            commands.write(writer, number);
            processor.start(settings(FULL_CALL));
            Window window = new Window(plan.inboxWarmUp(), ServerCpu.of(processor.pid()), System::nanoTime);
            positions.await(before + number, taken -> window.arrived((int) (taken - before)));
            org.setLatency(Latency.NONE);
            events.await(events.outcomes().size() + number, arrived -> {}, processor::checkAlive);
            processor.stop();
            return window.drained().rate();
        }

        private double bareRate() throws InterruptedException {
            out.println("bare client, full calls");
            return bareClient.recordsPerSecond(plan.callsAtOnce(), BARE_CALLS, FULL_CALL);
        }

        private Mode drain(String name, int recordsPerCall, int warmUp, int measured, IntConsumer progress)
                throws InterruptedException {
            out.printf(Locale.ROOT, "%s: %,d cases and %,d to warm up%n", name, measured, warmUp);
            Counts before = org.counts();
            commands.write(writer, warmUp + measured);
            Drained drained = new Drain(processor, events).run(settings(recordsPerCall), warmUp, measured, progress);
            return new Mode(drained, org.counts().since(before));
        }

        private boolean isComplete(Mode full, Mode oneByOne) {
            int inbox = plan.inboxWarmUp() + plan.inbox();
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
