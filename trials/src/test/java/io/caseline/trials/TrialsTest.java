package io.caseline.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.Caseline;
import io.caseline.local.platform.Home;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {

    @Test
    void the_help_of_caseline_names_the_commands_of_the_trials(@TempDir Path folder) {
        Home home = new Home(folder, folder.resolve("home"));

        String help = Caseline.commandLine(home).getUsageMessage();

        assertThat(Trials.commandLine(home).getSubcommands().keySet())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(help).contains("\n  " + command + " "));
    }
}
