package io.caseline.local;

import io.caseline.bench.pipeline.BenchFailure;
import io.caseline.bench.pipeline.TellersBench;
import io.caseline.bench.pipeline.TellersBench.Plan;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Refusal;
import io.caseline.schemas.Topic;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "tellers",
        description = {
            "Associations a second from Kafka to database and events, against one command a transaction and against"
                    + " bare JDBC batches; and how fast the directory is read.",
            "For the heap and the minutes of a large directory: --accounts 1000000."
        },
        mixinStandardHelpOptions = true)
final class BenchTellersCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(names = "--tellers", defaultValue = "100000", description = "In the directory. Default: ${DEFAULT-VALUE}.")
    private int tellers;

    @Option(names = "--accounts", description = "In the directory. Default: one for each teller.")
    private @Nullable Integer accounts;

    @Option(names = "--associations", defaultValue = "40000", description = "End to end. Default: ${DEFAULT-VALUE}.")
    private int associations;

    @Option(
            names = "--one-by-one",
            defaultValue = "2000",
            description = "Associations with one command a transaction. Default: ${DEFAULT-VALUE}.")
    private int oneByOne;

    @Option(
            names = "--batch",
            defaultValue = "500",
            description = "Most commands of one transaction. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--connections",
            defaultValue = "4",
            description = "Batches in work at the same time, at most 12. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(names = "--port-base", defaultValue = "8420", description = "Default: ${DEFAULT-VALUE}.")
    private int portBase;

    @Override
    public Integer call() throws Exception {
        BenchSystem.atLeast(1, "--batch", batch);
        BenchSystem.atLeast(1, "--connections", connections);
        BenchSystem.atMost(Topic.PARTITIONS, "--connections", connections);
        BenchSystem.atLeast(2 * batch * connections, "--associations", associations);
        BenchSystem.atLeast(10, "--one-by-one", oneByOne);
        Plan plan =
                new Plan(tellers, accounts == null ? tellers : accounts, associations, oneByOne, batch, connections);
        BenchSystem.atLeast(plan.commands(), "--tellers", tellers);
        BenchSystem.atLeast(tellers, "--accounts", plan.accounts());
        BenchSystem system = BenchSystem.start(bench.home(), portBase, Port.GATEWAY);
        try {
            return new TellersBench(
                                    system.gateway(),
                                    system::token,
                                    system.application(Port.TELLER_PROCESSOR),
                                    system.messaging(),
                                    system.database("tellers"),
                                    plan)
                            .run(System.out)
                    ? 0
                    : 1;
        } catch (BenchFailure e) {
            throw new Refusal(e.sentence(), e);
        }
    }
}
