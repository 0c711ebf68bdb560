package io.caseline.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.local.Caseline;
import io.caseline.local.platform.Home;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrialsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bench accept --connections -1",
                "bench accept --seconds 0",
                "bench cases --cases -1",
                "bench tellers --accounts -1",
                "bench wait --callers 4,-1",
                "bench wait --latency -1",
                "bench isolation --rows 0",
                "bench replay --failed many",
                "chaos --faults -1",
                "chaos cases --requests -1",
                "chaos replay --port-base -1"
            })
    void a_number_that_makes_no_sense_is_a_usage_error(String arguments, @TempDir Path folder) {
        StringWriter errors = new StringWriter();

        int exit = Trials.commandLine(new Home(folder, folder.resolve("home")))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments.split(" "));

        assertThat(errors.toString()).startsWith("Invalid value for option '").contains("is not a number of ");
        assertThat(exit).isEqualTo(2);
    }

    @Test
    void the_help_of_caseline_names_the_commands_of_the_trials(@TempDir Path folder) {
        Home home = new Home(folder, folder.resolve("home"));

        String help = Caseline.commandLine(home).getUsageMessage();

        assertThat(Trials.commandLine(home).getSubcommands().keySet())
                .isNotEmpty()
                .allSatisfy(command -> assertThat(help).contains("\n  " + command + " "));
    }
}
