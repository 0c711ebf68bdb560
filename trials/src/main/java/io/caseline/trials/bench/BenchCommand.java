package io.caseline.trials.bench;

import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "bench",
        description = "Measures performance against yardsticks in the same run, on a platform of its own.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            BenchCasesCommand.class,
            BenchTellersCommand.class,
            BenchWaitCommand.class,
            BenchIsolationCommand.class,
            BenchReplayCommand.class
        })
public final class BenchCommand {

    private final Home home;

    /** @param home for the data of the benchmark's platform; what is there is deleted */
    public BenchCommand(Home home) {
        this.home = home;
    }

    Home home() {
        return home;
    }

    @Command(
            description = "Requests per second that the gateway makes durable without waiting for their outcomes.",
            mixinStandardHelpOptions = true)
    int accept(
            @Option(names = "--connections", defaultValue = "128", description = "Default: ${DEFAULT-VALUE}.")
                    int connections,
            @Option(names = "--warm-up", defaultValue = "60", description = "Seconds. Default: ${DEFAULT-VALUE}.")
                    int warmUp,
            @Option(
                            names = "--rounds",
                            defaultValue = "6",
                            description = "Rounds of gateway and bare servlet, in turns. Default: ${DEFAULT-VALUE}.")
                    int rounds,
            @Option(
                            names = "--seconds",
                            defaultValue = "5",
                            description = "Duration of each round. Default: ${DEFAULT-VALUE}.")
                    int seconds,
            @Mixin PlatformOptions options)
            throws IOException, InterruptedException, ExecutionException {
        BenchPlatform platform = BenchPlatform.start(home, options.portBase(), Topology::gatewayOnly);
        AcceptBench bench = new AcceptBench(
                home,
                platform,
                platform.service(Port.GATEWAY).pid(),
                new AcceptBench.Plan(connections, Duration.ofSeconds(warmUp), rounds, Duration.ofSeconds(seconds)));
        return bench.run(System.out) ? 0 : 1;
    }
}
