package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "replay",
        description = "How fast failed submissions are found and replayed in a large ledger, against live traffic.",
        mixinStandardHelpOptions = true)
final class BenchReplayCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(names = "--rows", defaultValue = "2000000", description = "Rows of the ledger. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--failed",
            defaultValue = "100000",
            description = "Failed submissions among them. Default: ${DEFAULT-VALUE}.")
    private int failed;

    @Mixin
    private final LatencyOptions latency = new LatencyOptions();

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() throws Exception {
        PlatformOptions.atLeast(2000, "--failed", failed);
        PlatformOptions.atLeast(failed, "--rows", rows);
        BenchPlatform started = platform.start(bench.home(), Port.SALESFORCE_SANDBOX);
        return new ReplayBench(started, new ReplayBench.Plan(rows, failed, latency.latency())).run(System.out) ? 0 : 1;
    }
}
