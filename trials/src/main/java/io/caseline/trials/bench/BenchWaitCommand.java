package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "wait",
        description =
                "How long callers wait for their case number, against a single call of a bare client of the sandbox.",
        mixinStandardHelpOptions = true)
final class BenchWaitCommand implements Callable<Integer> {

    /** The default limit of concurrent waits for one program. */
    private static final int MOST_CALLERS = 500;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(
            names = "--callers",
            split = ",",
            defaultValue = "1,4,16,64,200",
            description = "Concurrent callers, one level after another. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private List<Integer> callers;

    @Option(names = "--warm-up", defaultValue = "60", description = "Seconds. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            description = "Duration of each level. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Mixin
    private final LatencyOptions latency = new LatencyOptions();

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() throws Exception {
        for (int level : callers) {
            PlatformOptions.atLeast(1, "--callers", level);
            PlatformOptions.atMost(MOST_CALLERS, "--callers", level);
        }
        PlatformOptions.atLeast(1, "--warm-up", warmUp);
        PlatformOptions.atLeast(1, "--seconds", seconds);
        WaitBench.Plan plan =
                new WaitBench.Plan(callers, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), latency.latency());
        BenchPlatform started = platform.start(bench.home(), Port.SALESFORCE_SANDBOX, Port.GATEWAY);
        return new WaitBench(started, plan).run(System.out) ? 0 : 1;
    }
}
