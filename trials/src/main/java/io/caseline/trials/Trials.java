package io.caseline.trials;

import io.caseline.cli.PositiveConverter;
import io.caseline.local.Caseline;
import io.caseline.local.platform.Home;
import io.caseline.trials.bench.BenchCommand;
import io.caseline.trials.chaos.ChaosCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of {@code ./caseline} that start a platform of their own to try it out. */
@Command(
        name = "caseline",
        description = "Tries Caseline out on a platform of its own.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Trials {

    private Trials() {}

    public static void main(String[] arguments) {
        Caseline.run(arguments, Trials::commandLine);
    }

    static CommandLine commandLine(Home home) {
        return PositiveConverter.everywhere(new CommandLine(new Trials())
                .addSubcommand(new BenchCommand(home.below("bench")))
                .addSubcommand(new ChaosCommand(home.below("chaos"))));
    }
}
