package io.caseline.local;

import io.caseline.bench.pipeline.BenchFailure;
import io.caseline.bench.pipeline.IsolationBench;
import io.caseline.local.parts.Refusal;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "isolation",
        description = {
            "How long the callers of one program wait while another program is refused by the org, or has a large"
                    + " backlog; and what a transaction that is held open in the database costs.",
            "For a transaction held as long as a backup: --hold-transaction 600."
        },
        mixinStandardHelpOptions = true)
final class BenchIsolationCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(names = "--callers", defaultValue = "16", description = "Who wait at once. Default: ${DEFAULT-VALUE}.")
    private int callers;

    @Option(
            names = "--refused",
            defaultValue = "50",
            description = "Refused cases a second. Default: ${DEFAULT-VALUE}.")
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

    @Option(names = "--seconds", defaultValue = "15", description = "Of each measurement. Default: ${DEFAULT-VALUE}.")
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
        BenchSystem.atLeast(1, "--callers", callers);
        BenchSystem.atLeast(10, "--refused", refused);
        BenchSystem.atLeast(1, "--rows", rows);
        BenchSystem.atLeast(1, "--hold-transaction", held);
        BenchSystem.atLeast(1, "--warm-up", warmUp);
        BenchSystem.atLeast(1, "--seconds", seconds);
        BenchSystem.atLeast(0, "--latency", latency);
        BenchSystem.atLeast(0, "--latency-per-record", latencyPerRecord);
        IsolationBench.Plan plan = new IsolationBench.Plan(
                callers,
                refused,
                rows,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(held),
                Duration.ofMillis(latency),
                Duration.ofMillis(latencyPerRecord));
        try {
            return new IsolationBench(BenchSystem.startForCases(bench.home(), portBase), plan).run(System.out) ? 0 : 1;
        } catch (BenchFailure e) {
            throw new Refusal(e.sentence(), e);
        }
    }
}
