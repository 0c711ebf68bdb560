package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "isolation",
        description = {
            "How long callers of one program wait while another program is refused by the org or has a large"
                    + " backlog, and while a database transaction is held open.",
            "For a transaction held as long as a backup: --hold-transaction 600."
        },
        mixinStandardHelpOptions = true)
final class BenchIsolationCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(names = "--callers", defaultValue = "16", description = "Concurrent callers. Default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(
            names = "--refused",
            defaultValue = "50",
            description = "Refused cases per second. Default: ${DEFAULT-VALUE}.")
    private int refused;

    @Option(
            names = "--rows",
            defaultValue = "1000000",
            description = "Backlog of the other program. Default: ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--hold-transaction",
            defaultValue = "60",
            description = "Seconds for which a transaction is held open. Default: ${DEFAULT-VALUE}.")
    private int held;

    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            description = "Duration of each measurement. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Mixin
    private final LatencyOptions latency = new LatencyOptions();

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() throws Exception {
        PlatformOptions.atLeast(1, "--callers", callers);
        PlatformOptions.atLeast(10, "--refused", refused);
        PlatformOptions.atLeast(1, "--rows", rows);
        PlatformOptions.atLeast(1, "--hold-transaction", held);
        PlatformOptions.atLeast(1, "--warm-up", warmUp);
        PlatformOptions.atLeast(1, "--seconds", seconds);
        IsolationBench.Plan plan = new IsolationBench.Plan(
                callers,
                refused,
                rows,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(held),
                latency.latency());
        BenchPlatform started = platform.start(bench.home(), Port.SALESFORCE_SANDBOX, Port.GATEWAY);
        return new IsolationBench(started, plan).run(System.out) ? 0 : 1;
    }
}
