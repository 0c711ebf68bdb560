package io.caseline.trials.bench;

import io.caseline.local.platform.Ports.Port;
import io.caseline.schemas.Topic;
import io.caseline.trials.bench.TellersBench.Plan;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "tellers",
        description = {
            "Associations per second from Kafka to database and events, against one command per transaction and"
                    + " bare JDBC batches; and how fast the directory is read.",
            "For a large directory: --accounts 1000000."
        },
        mixinStandardHelpOptions = true)
final class BenchTellersCommand implements Callable<Integer> {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private BenchCommand bench;

    @Option(
            names = "--tellers",
            defaultValue = "100000",
            description = "Tellers in the directory. Default: ${DEFAULT-VALUE}.")
    private int tellers;

    @Option(names = "--accounts", description = "Accounts in the directory. Default: one per teller.")
    private @Nullable Integer accounts;

    @Option(
            names = "--associations",
            defaultValue = "40000",
            description = "Associations end to end. Default: ${DEFAULT-VALUE}.")
    private int associations;

    @Option(
            names = "--one-by-one",
            defaultValue = "2000",
            description = "Associations with one command per transaction. Default: ${DEFAULT-VALUE}.")
    private int oneByOne;

    @Option(
            names = "--batch",
            defaultValue = "500",
            description = "Maximum number of commands per transaction. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--connections",
            defaultValue = "4",
            description = "Concurrent batches, at most 12. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Mixin
    private final PlatformOptions platform = new PlatformOptions();

    @Override
    public Integer call() throws Exception {
        PlatformOptions.atLeast(1, "--batch", batch);
        PlatformOptions.atLeast(1, "--connections", connections);
        PlatformOptions.atMost(Topic.PARTITIONS, "--connections", connections);
        PlatformOptions.atLeast(2 * batch * connections, "--associations", associations);
        PlatformOptions.atLeast(10, "--one-by-one", oneByOne);
        Plan plan =
                new Plan(tellers, accounts == null ? tellers : accounts, associations, oneByOne, batch, connections);
        PlatformOptions.atLeast(plan.commands(), "--tellers", tellers);
        PlatformOptions.atLeast(tellers, "--accounts", plan.accounts());
        return new TellersBench(platform.start(bench.home(), Port.GATEWAY), plan).run(System.out) ? 0 : 1;
    }
}
