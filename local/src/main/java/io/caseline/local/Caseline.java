package io.caseline.local;

import io.caseline.cli.ErrorHandler;
import io.caseline.cli.Installation;
import io.caseline.cli.PositiveConverter;
import io.caseline.cli.directory.DirectoryCommand;
import io.caseline.cli.events.EventsCommand;
import io.caseline.cli.operations.AuditCommand;
import io.caseline.cli.operations.DiscardCommand;
import io.caseline.cli.operations.FailuresCommand;
import io.caseline.cli.operations.ReplayCommand;
import io.caseline.cli.operations.RepublishCommand;
import io.caseline.cli.operations.SubmissionCommand;
import io.caseline.local.platform.Home;
import io.caseline.local.platform.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./caseline}, except for the commands of the module trials, which has a jar of its own. */
@Command(
        name = "caseline",
        description = "Runs Caseline on this machine.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            TokenCommand.class,
            DemoCommand.class,
            ResetCommand.class,
            SecretsCommand.class,
            SuperviseCommand.class
        },
        footer = {
            "  bench      Measures performance against yardsticks in the same run.",
            "  chaos      Kills services under load and checks that no request is lost or",
            "               processed twice.",
            "The commands that start something (up, demo, bench, chaos) take --port-base N,",
            "also before their name."
        })
public final class Caseline {

    private static final String PORT_BASE = "--port-base";

    private final Home home;

    Caseline(Home home) {
        this.home = home;
    }

    public static void main(String[] arguments) {
        if (List.of(arguments).contains("events") && ComposeInstallation.isThis()) {
            ContainerInput.watch();
        }
        run(arguments, Caseline::commandLine);
    }

    /** Runs a command in the home that the environment names, and exits. */
    public static void run(String[] arguments, Function<Home, CommandLine> commandLine) {
        Locale.setDefault(Locale.ROOT); // numbers and names look the same on every machine
        Home home = Home.of(Path.of(System.getProperty("caseline.root", ".")), System.getenv());
        System.setProperty("caseline.log", home.log("caseline").toString()); // before anything logs
        LogManager.getLogManager().reset(); // the console is for people, and some libraries use the JDK's logging
        System.exit(commandLine
                .apply(home)
                .setExecutionExceptionHandler(new ErrorHandler(home.log("caseline")))
                .execute(withPortBaseLast(arguments)));
    }

    /** {@code --port-base} may stand before the command that takes it. */
    static String[] withPortBaseLast(String... arguments) {
        List<String> others = new ArrayList<>();
        List<String> portBase = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(PORT_BASE) && i + 1 < arguments.length) {
                portBase.addAll(List.of(PORT_BASE, arguments[++i]));
            } else {
                (arguments[i].startsWith(PORT_BASE + "=") ? portBase : others).add(arguments[i]);
            }
        }
        others.addAll(portBase);
        return others.toArray(String[]::new);
    }

    public static CommandLine commandLine(Home home) {
        Caseline caseline = new Caseline(home);
        Installation installation = caseline.container()
                .<Installation>map(Function.identity())
                .orElseGet(() -> new LocalInstallation(home));
        return PositiveConverter.everywhere(new CommandLine(caseline)
                .addSubcommand(new DirectoryCommand(installation))
                .addSubcommand(new EventsCommand(installation))
                .addSubcommand(new FailuresCommand(installation))
                .addSubcommand(ReplayCommand.create(installation))
                .addSubcommand(new SubmissionCommand(installation))
                .addSubcommand(new DiscardCommand(installation))
                .addSubcommand(new RepublishCommand(installation))
                .addSubcommand(new AuditCommand(installation)));
    }

    Home home() {
        return home;
    }

    /** The installation that this command line is a container of, if it is. */
    Optional<ComposeInstallation> container() {
        return ComposeInstallation.isThis() ? Optional.of(new ComposeInstallation(home)) : Optional.empty();
    }

    Secrets secrets() {
        return container().map(ComposeInstallation::secrets).orElseGet(() -> new Secrets(home));
    }
}
