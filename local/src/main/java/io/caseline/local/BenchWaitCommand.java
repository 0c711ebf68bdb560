package io.caseline.local;

import io.caseline.bench.pipeline.BenchFailure;
import io.caseline.bench.pipeline.WaitBench;
import io.caseline.local.parts.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "wait",
        description =
                "How long callers wait for their case number, against a single call of a bare client of the sandbox.",
        mixinStandardHelpOptions = true)
final class BenchWaitCommand implements Callable<Integer> {

    /** As many as wait at once for one program by default. */
    private static final int MOST_CALLERS = 500;

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(
            names = "--callers",
            split = ",",
            defaultValue = "1,4,16,64,200",
            description = "How many wait at once, one level after another. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private List<Integer> callers;

    @Option(names = "--warm-up", defaultValue = "60", description = "Seconds. Default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Option(names = "--seconds", defaultValue = "15", description = "Of each level. Default: ${DEFAULT-VALUE}.")
    private int seconds;

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
        for (int level : callers) {
            BenchSystem.atLeast(1, "--callers", level);
            BenchSystem.atMost(MOST_CALLERS, "--callers", level);
        }
        BenchSystem.atLeast(1, "--warm-up", warmUp);
        BenchSystem.atLeast(1, "--seconds", seconds);
        BenchSystem.atLeast(0, "--latency", latency);
        BenchSystem.atLeast(0, "--latency-per-record", latencyPerRecord);
        WaitBench.Plan plan = new WaitBench.Plan(
                callers,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                Duration.ofMillis(latency),
                Duration.ofMillis(latencyPerRecord));
        try {
            return new WaitBench(BenchSystem.startForCases(bench.home(), portBase), plan).run(System.out) ? 0 : 1;
        } catch (BenchFailure e) {
            throw new Refusal(e.sentence(), e);
        }
    }
}
