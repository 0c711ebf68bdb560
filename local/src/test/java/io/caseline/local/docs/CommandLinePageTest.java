package io.caseline.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.Caseline;
import io.caseline.local.platform.Home;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code docs/reference/command-line.md} has every command and option of the operators' commands, and no other. */
class CommandLinePageTest {

    private static final Set<String> COMMANDS =
            Set.of("failures", "replay", "submission", "discard", "audit", "republish");
    private static final Set<String> OF_EVERY_COMMAND = Set.of("--help", "--version");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\| `(.*?)` \\|");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void every_option_is_there_and_no_other() {
        Set<String> options = commands()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(CommandLine.Model.OptionSpec::longestName)
                .filter(option -> !OF_EVERY_COMMAND.contains(option))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = OPTION.matcher(page())
                .results()
                .map(MatchResult::group)
                .filter(option -> !OF_EVERY_COMMAND.contains(option))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(options);
    }

    @Test
    void every_command_is_there() {
        Set<String> listed = COMMAND.matcher(page())
                .results()
                .flatMap(row -> Stream.of(row.group(1).split("`, `")))
                .map(command -> command.replaceAll(" (ID|--).*", ""))
                .collect(Collectors.toSet());

        assertThat(listed)
                .containsAll(commands()
                        .filter(command -> command.getSubcommands().isEmpty())
                        .map(command -> command.getCommandSpec().qualifiedName().replace("caseline ", ""))
                        .toList());
    }

    /** The operators' commands and their subcommands. */
    private Stream<CommandLine> commands() {
        return Caseline.commandLine(new Home(folder, folder)).getSubcommands().entrySet().stream()
                .filter(command -> COMMANDS.contains(command.getKey()))
                .flatMap(command -> Stream.concat(
                        Stream.of(command.getValue()), command.getValue().getSubcommands().values().stream()));
    }

    private static String page() {
        return Repository.read(Repository.ROOT.resolve("docs/reference/command-line.md"));
    }
}
