package io.caseline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cli.ErrorHandler;
import io.caseline.local.platform.Home;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CaselineTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void an_error_is_one_sentence_and_a_nonzero_exit_code() {
        assertThat(caseline("logs", "mainframe")).isEqualTo(1);

        assertThat(errors.toString())
                .isEqualTo("caseline: there is no service mainframe; there are gateway, case-processor,"
                        + " teller-processor, kafka, registry, salesforce-sandbox, postgres, supervisor, caseline\n");
    }

    @Test
    void a_service_that_never_ran_has_no_log() {
        assertThat(caseline("logs", "gateway")).isEqualTo(1);

        assertThat(errors.toString()).isEqualTo("caseline: gateway has no log yet\n");
    }

    @Test
    void an_invalid_duration_is_a_usage_error() {
        assertThat(caseline("token", "--ttl", "soon")).isEqualTo(2);

        assertThat(errors.toString())
                .startsWith("Invalid value for option '--ttl': \"soon\" is not a duration such as 90s");
    }

    @Test
    void a_token_that_has_expired_already_is_a_usage_error() {
        for (String lifetime : new String[] {"0s", "-5m", "99999999d", "9999999999999999999h"}) {
            assertThat(caseline("token", "--ttl", lifetime)).as(lifetime).isEqualTo(2);
        }
    }

    @Test
    void a_negative_number_of_lines_is_a_usage_error() {
        assertThat(caseline("logs", "gateway", "-n", "-5")).isEqualTo(2);

        assertThat(errors.toString()).contains("\"-5\" is not a number of 0 or more");
    }

    @Test
    void down_without_a_running_system_is_no_error() {
        assertThat(caseline("down")).isZero();
    }

    @Test
    void the_port_base_may_stand_before_the_command() {
        assertThat(Caseline.withPortBaseLast("--port-base", "9700", "demo"))
                .containsExactly("demo", "--port-base", "9700");
        assertThat(Caseline.withPortBaseLast("--port-base=9700", "bench", "accept"))
                .containsExactly("bench", "accept", "--port-base=9700");
        assertThat(Caseline.withPortBaseLast("up", "--port-base", "9700", "-d"))
                .containsExactly("up", "-d", "--port-base", "9700");
        assertThat(Caseline.withPortBaseLast("demo", "--port-base")).containsExactly("demo", "--port-base");
    }

    private int caseline(String... arguments) {
        CommandLine commandLine = Caseline.commandLine(new Home(folder, folder.resolve("home")))
                .setExecutionExceptionHandler(new ErrorHandler(folder.resolve("caseline.log")));
        return commandLine.setErr(new PrintWriter(errors, true)).execute(arguments);
    }
}
