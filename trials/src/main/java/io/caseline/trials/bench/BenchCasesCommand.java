package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "cases",
        description = {
            "Cases per second from Kafka to Salesforce, ledger and events, against one call per record and a bare"
                    + " client of the sandbox.",
            "For the heap over a long run: --cases 200000."
        },
        mixinStandardHelpOptions = true)
final class BenchCasesCommand implements Callable<Integer> {
    /** Salesforce's limit of concurrent long-running requests. */
    private static final int MOST_CALLS_AT_ONCE = 25;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(names = "--cases", defaultValue = "20000", description = "Cases end to end. Default: ${DEFAULT-VALUE}.")
    private int cases;

    @Option(
            names = "--one-by-one",
            defaultValue = "500",
            description = "Cases with one call per record. Default: ${DEFAULT-VALUE}.")
    private int oneByOne;

    @Option(
            names = "--lone",
            defaultValue = "300",
            description = "Cases that arrive alone, one after another. Default: ${DEFAULT-VALUE}.")
    private int lone;

    @Option(
            names = "--inbox",
            defaultValue = "100000",
            description = "Commands that arrive while the org is unavailable. Default: ${DEFAULT-VALUE}.")
    private int inbox;

    @Option(
            names = "--programs",
            defaultValue = "4",
            description =
                    "Programs that the cases belong to. One program may not use all calls. Default: ${DEFAULT-VALUE}.")
    private int programs;

    @Option(
            names = "--calls-at-once",
            defaultValue = "8",
            description =
                    "Concurrent calls of the processor and of the bare client, at most 25. Default: ${DEFAULT-VALUE}.")
    private int callsAtOnce;

    @Mixin
    private final LatencyOptions latency = new LatencyOptions();

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() throws Exception {
        PlatformOptions.atLeast(1, "--cases", cases);
        PlatformOptions.atLeast(10, "--one-by-one", oneByOne);
        PlatformOptions.atLeast(10, "--lone", lone);
        PlatformOptions.atLeast(1000, "--inbox", inbox);
        PlatformOptions.atLeast(1, "--programs", programs);
        PlatformOptions.atLeast(1, "--calls-at-once", callsAtOnce);
        PlatformOptions.atMost(MOST_CALLS_AT_ONCE, "--calls-at-once", callsAtOnce);
        CasesBench.Plan plan =
                new CasesBench.Plan(cases, oneByOne, lone, inbox, programs, callsAtOnce, latency.latency());
        return new CasesBench(platform.start(bench.home(), Port.SALESFORCE_SANDBOX), plan).run(System.out) ? 0 : 1;
    }
}
