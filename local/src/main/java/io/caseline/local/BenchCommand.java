package io.caseline.local;

import io.caseline.bench.AcceptBench;
import io.caseline.local.parts.Home;
import io.caseline.local.parts.Lineup;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Running;
import io.caseline.local.parts.Secrets;
import io.caseline.local.parts.Supervisor;
import io.caseline.local.parts.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "bench",
        description = "Measures, against yardsticks in the same run, on a system of its own with fresh data.",
        mixinStandardHelpOptions = true,
        subcommands = {
            BenchCasesCommand.class,
            BenchTellersCommand.class,
            BenchWaitCommand.class,
            BenchIsolationCommand.class
        })
final class BenchCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    Home home() {
        return caseline.home();
    }

    @Command(
            description =
                    "Requests a second that the gateway accepts and makes durable, without waiting for the outcome.",
            mixinStandardHelpOptions = true)
    int accept(
            @Option(names = "--connections", defaultValue = "128", description = "Default: ${DEFAULT-VALUE}.")
                    int connections,
            @Option(names = "--warm-up", defaultValue = "60", description = "Seconds. Default: ${DEFAULT-VALUE}.")
                    int warmUp,
            @Option(names = "--seconds", defaultValue = "20", description = "Of each run. Default: ${DEFAULT-VALUE}.")
                    int seconds,
            @Option(names = "--port-base", defaultValue = "8420", description = "Default: ${DEFAULT-VALUE}.")
                    int portBase)
            throws IOException, InterruptedException, ExecutionException {
        Home home = new Home(caseline.home().root(), caseline.home().directory().resolve("bench"));
        home.delete();
        Ports ports = new Ports(portBase);
        Supervisor supervisor = new Supervisor(home, ports, Lineup.accepting(home, ports), System.out::println);
        supervisor.stopOnExit();
        supervisor.start();
        String token =
                new Tokens(new Secrets(home).tokenSigningKey(), InstantSource.system()).issue(Tokens.Grant.EVERYTHING);
        AcceptBench bench = new AcceptBench(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.of(Port.GATEWAY)),
                Running.of(home).part(Port.GATEWAY).orElseThrow().pid(),
                ports.bootstrapServers(),
                token,
                connections,
                Duration.ofSeconds(warmUp),
                Duration.ofSeconds(seconds));
        return bench.run(System.out) ? 0 : 1;
    }
}
