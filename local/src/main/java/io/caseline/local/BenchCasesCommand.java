package io.caseline.local;

import io.caseline.bench.pipeline.BenchFailure;
import io.caseline.bench.pipeline.CasesBench;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Refusal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "cases",
        description = {
            "Cases a second from Kafka to Salesforce, ledger and events, against one call a record and against a bare"
                    + " client of the sandbox.",
            "For the heap over a long run: --cases 200000."
        },
        mixinStandardHelpOptions = true)
final class BenchCasesCommand implements Callable<Integer> {
    /** Salesforce lets so many long ones in. */
    private static final int MOST_CALLS_AT_ONCE = 25;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(names = "--cases", defaultValue = "20000", description = "End to end. Default: ${DEFAULT-VALUE}.")
    private int cases;

    @Option(
            names = "--one-by-one",
            defaultValue = "500",
            description = "Cases with one call a record. Default: ${DEFAULT-VALUE}.")
    private int oneByOne;

    @Option(
            names = "--lone",
            defaultValue = "300",
            description = "Cases that come alone, one after another. Default: ${DEFAULT-VALUE}.")
    private int lone;

    @Option(
            names = "--inbox",
            defaultValue = "100000",
            description = "Commands that come while the org is away. Default: ${DEFAULT-VALUE}.")
    private int inbox;

    @Option(
            names = "--programs",
            defaultValue = "4",
            description =
                    "Whose cases they are, by turns; one alone may not have all calls. Default: ${DEFAULT-VALUE}.")
    private int programs;

    @Option(
            names = "--calls-at-once",
            defaultValue = "8",
            description = "Of the processor and of the bare client, at most 25. Default: ${DEFAULT-VALUE}.")
    private int callsAtOnce;

    @Option(
            names = "--latency",
            defaultValue = "150",
            description = "Milliseconds that the sandbox takes for a call. Default: ${DEFAULT-VALUE}.")
    private int latency;

    @Option(
            names = "--latency-per-record",
            defaultValue = "5",
            description = "Milliseconds on top for each record. Default: ${DEFAULT-VALUE}.")
    private int latencyPerRecord;

    @Option(names = "--port-base", defaultValue = "8420", description = "Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Override
    public Integer call() throws Exception {
        BenchSystem.atLeast(1, "--cases", cases);
        BenchSystem.atLeast(10, "--one-by-one", oneByOne);
        BenchSystem.atLeast(10, "--lone", lone);
        BenchSystem.atLeast(1000, "--inbox", inbox);
        BenchSystem.atLeast(1, "--programs", programs);
        BenchSystem.atLeast(1, "--calls-at-once", callsAtOnce);
        BenchSystem.atMost(MOST_CALLS_AT_ONCE, "--calls-at-once", callsAtOnce);
        BenchSystem.atLeast(0, "--latency", latency);
        BenchSystem.atLeast(0, "--latency-per-record", latencyPerRecord);
        BenchSystem system = BenchSystem.start(bench.home(), portBase, Port.SALESFORCE_SANDBOX);
        try {
            return new CasesBench(
                                    system.application(Port.CASE_PROCESSOR),
                                    system.messaging(),
                                    system.sandbox(),
                                    system.database("cases"),
                                    new CasesBench.Plan(
                                            cases,
                                            oneByOne,
                                            lone,
                                            inbox,
                                            programs,
                                            callsAtOnce,
                                            Duration.ofMillis(latency),
                                            Duration.ofMillis(latencyPerRecord)))
                            .run(System.out)
                    ? 0
                    : 1;
        } catch (BenchFailure e) {
            throw new Refusal(e.sentence(), e);
        }
    }
}
