package io.caseline.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.Caseline;
import io.caseline.local.platform.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Every command and option that a document shows exists. */
class DocumentedCommandsTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern COMMAND = Pattern.compile(
            "(?:\\./caseline|java -jar cli/target/cli\\.jar|run --rm(?: -T)?(?: -v \\S+)? caseline) ([^`\n#|;()\\\\]*)");

    private static final Pattern WORD = Pattern.compile("[\\s,]+");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void every_documented_command_and_option_exists() throws IOException {
        List<String> unknown = new ArrayList<>();
        int seen = 0;
        for (Path document : documents()) {
            for (String command : COMMAND.matcher(Files.readString(document))
                    .results()
                    .map(found -> found.group(1))
                    .toList()) {
                seen++;
                unknown.addAll(unknown(command));
            }
        }

        assertThat(seen).isGreaterThan(20);
        assertThat(unknown).isEmpty();
    }

    private List<String> unknown(String command) {
        Home home = new Home(folder, folder.resolve("home"));
        CommandLine current = Caseline.commandLine(home);
        Trials.commandLine(home).getSubcommands().forEach(current::addSubcommand);
        List<String> unknown = new ArrayList<>();
        boolean words = true;
        for (String word : WORD.split(command.strip(), -1)) {
            CommandLine next = current.getSubcommands().get(word);
            if (words && next != null) {
                current = next;
            } else if (word.startsWith("-")) {
                words = false;
                if (!current.getCommandSpec().optionsMap().containsKey(word.replaceAll("[=.].*", ""))) {
                    unknown.add(command);
                }
            } else {
                if (words && !current.getSubcommands().isEmpty() && word.matches("[a-z]+")) {
                    unknown.add(command);
                }
                words = false;
            }
        }
        return unknown;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> top = Files.list(ROOT)) {
            return Stream.concat(docs, top)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }
}
