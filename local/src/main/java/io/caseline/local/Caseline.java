package io.caseline.local;

import io.caseline.local.parts.Home;
import io.caseline.local.parts.Refusal;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All of Caseline on this machine. */
@Command(
        name = "caseline",
        description = "Runs all of Caseline on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            DemoCommand.class,
            DirectoryCommand.class,
            EventsCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            ResetCommand.class,
            SecretsCommand.class,
            SuperviseCommand.class
        })
public final class Caseline {

    private final Home home;

    Caseline(Home home) {
        this.home = home;
    }

    public static void main(String[] arguments) {
        Home home = Home.of(Path.of(System.getProperty("caseline.root", ".")), System.getenv());
        System.setProperty("caseline.log", home.log("caseline").toString()); // before anything logs
        LogManager.getLogManager().reset(); // the JDK's own logging, which some library uses, would go to the console
        System.exit(commandLine(home).execute(arguments));
    }

    static CommandLine commandLine(Home home) {
        return new CommandLine(new Caseline(home)).setExecutionExceptionHandler((trouble, commandLine, parsed) -> {
            commandLine.getErr().println(sentence(trouble, home));
            return commandLine.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    Home home() {
        return home;
    }

    private static String sentence(Exception trouble, Home home) {
        if (trouble instanceof Refusal refusal) {
            return "caseline: " + refusal.sentence();
        }
        LoggerFactory.getLogger(Caseline.class).error("Not foreseen", trouble);
        return "caseline: %s (more in %s)".formatted(trouble, home.log("caseline"));
    }
}
