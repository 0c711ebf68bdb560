package io.caseline.cli;

import io.caseline.cli.directory.DirectoryCommand;
import io.caseline.cli.events.EventsCommand;
import io.caseline.cli.operations.AuditCommand;
import io.caseline.cli.operations.DiscardCommand;
import io.caseline.cli.operations.FailuresCommand;
import io.caseline.cli.operations.ReplayCommand;
import io.caseline.cli.operations.RepublishCommand;
import io.caseline.cli.operations.SubmissionCommand;
import java.nio.file.Path;
import java.util.Locale;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line without a local installation: every command needs options that name the installation. */
@Command(
        name = "caseline",
        description = "Works on any installation of Caseline.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class Cli {

    private static final Path LOG = Path.of(System.getProperty("java.io.tmpdir"), "caseline-cli.log");

    private Cli() {}

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT); // numbers and names look the same on every machine
        System.setProperty("caseline.log", LOG.toString()); // before anything logs
        LogManager.getLogManager().reset(); // the console is for people, and some libraries use the JDK's logging
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        Installation installation = new RequiredOptions();
        return PositiveConverter.everywhere(new CommandLine(new Cli())
                        .addSubcommand(new DirectoryCommand(installation))
                        .addSubcommand(new EventsCommand(installation))
                        .addSubcommand(new FailuresCommand(installation))
                        .addSubcommand(ReplayCommand.create(installation))
                        .addSubcommand(new SubmissionCommand(installation))
                        .addSubcommand(new DiscardCommand(installation))
                        .addSubcommand(new RepublishCommand(installation))
                        .addSubcommand(new AuditCommand(installation)))
                .setExecutionExceptionHandler(new ErrorHandler(LOG));
    }
}
