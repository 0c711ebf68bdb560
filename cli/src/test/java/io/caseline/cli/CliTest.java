package io.caseline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CliTest {

    private final StringWriter errors = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "events, '--bootstrap-servers and --registry are required, or a --config file with them'",
        "directory show merchant m, '--database-url and --database-password-file are required, or a --config file with database.url'"
    })
    void without_a_local_installation_the_options_must_name_one(String arguments, String message) {
        assertThat(caseline(arguments.split(" "))).isEqualTo(1);

        assertThat(errors.toString()).isEqualTo("caseline: " + message + "\n");
    }

    @Test
    void an_installation_is_named_completely_or_not_at_all() {
        assertThat(caseline("events", "--bootstrap-servers", "127.0.0.1:1")).isEqualTo(2);

        assertThat(errors.toString()).contains("--registry");
    }

    @Test
    void a_load_needs_the_keys_of_the_installation_that_it_names(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("directory.csv"), "kind,merchantId,enabled\nmerchant,m,true\n");

        assertThat(caseline(
                        "directory",
                        "load",
                        file.toString(),
                        "--bootstrap-servers",
                        "127.0.0.1:1",
                        "--registry",
                        "http://127.0.0.1:1"))
                .isEqualTo(2);

        assertThat(errors.toString()).contains("--sealing-keyset");
    }

    @Test
    void the_format_of_a_file_can_be_named(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("directory.txt"), "kind,merchantId,enabled\nmerchant,m,true\n");

        assertThat(caseline("directory", "load", file.toString(), "--format", "csv", "--check"))
                .isZero();
        assertThat(caseline("directory", "load", file.toString(), "--format", "xml", "--check"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("--format");
    }

    @ParameterizedTest
    @CsvSource({
        "events --max -1,                   Invalid value for option '--max': \"-1\" is not a number of 1 or more",
        "events --max 0,                    Invalid value for option '--max': \"0\" is not a number of 1 or more",
        "events --max many,                 Invalid value for option '--max': \"many\" is not a number of 1 or more",
        "events --max 99999999999,          is too large",
        "failures --max -1,                 is not a number of 1 or more",
        "audit --max -1,                    is not a number of 1 or more",
        "replay list --max -1,              is not a number of 1 or more",
        "replay start --all --rate -1,      is not a number of 1 or more",
        "replay start --all --limit -1,     is not a number of 1 or more",
        "events --type CREATED_,            \"CREATED_\" is not one of CREATED",
        "events tellers --program gobank,   --program is for the events of cases",
        "events cases --merchant fscc0342,  --merchant is for the events of tellers",
        "events --id 12,                    --id"
    })
    void what_no_command_can_do_is_refused_before_it_starts(String arguments, String message) {
        assertThat(caseline(arguments.split(" "))).isEqualTo(2);

        assertThat(errors.toString()).contains(message);
    }

    private int caseline(String... arguments) {
        CommandLine commandLine = Cli.commandLine();
        return commandLine.setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
