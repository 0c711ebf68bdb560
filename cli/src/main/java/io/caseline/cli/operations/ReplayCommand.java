package io.caseline.cli.operations;

import io.caseline.cli.Installation;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "replay",
        description = "Sends failed submissions to Salesforce again, and watches and controls such replays.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ReplayCommand {

    private ReplayCommand() {}

    /** The command with its subcommands. */
    public static CommandLine create(Installation defaultInstallation) {
        return create(defaultInstallation, System.getenv(), Terminal.system());
    }

    static CommandLine create(Installation defaultInstallation, Map<String, String> environment, Terminal terminal) {
        CommandLine replay = new CommandLine(new ReplayCommand())
                .addSubcommand(new ReplayStartCommand(new ApiOptions(defaultInstallation, environment), terminal))
                .addSubcommand(new ReplayWindowCommand(new ApiOptions(defaultInstallation, environment), terminal))
                .addSubcommand(new ReplayListCommand(new ApiOptions(defaultInstallation, environment)))
                .addSubcommand(new ReplayShowCommand(new ApiOptions(defaultInstallation, environment), terminal));
        for (ReplayAction action : ReplayAction.values()) {
            replay.addSubcommand(
                    action.toString(),
                    ReplayActionCommand.create(action, new ApiOptions(defaultInstallation, environment)));
        }
        return replay;
    }
}
