package io.caseline.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the API is, who calls it, and what its refusals look like. */
class ConnectionTest {

    private static final String NONE = "{\"total\": 0, \"groups\": []}";

    @SuppressWarnings("NullAway.Init")
    private StubApi api;

    @BeforeEach
    void start() throws IOException {
        api = new StubApi().on("GET /submissions/groups", NONE);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void the_local_installation_is_the_default_and_options_override_it(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), "from-file\n");
        OperationsRun caseline = OperationsRun.local(api);

        caseline.run("failures");
        caseline.run("failures", "--token=given");
        caseline.run("failures", "--token-file=" + file);

        assertThat(api.tokens()).containsExactly("Bearer local", "Bearer given", "Bearer from-file");
    }

    @Test
    void an_installation_can_be_named_by_options_or_by_the_environment() {
        OperationsRun named = elsewhere(Map.of());
        OperationsRun configured =
                elsewhere(Map.of("CASELINE_OPERATIONS_URL", api.url() + "/", "CASELINE_TOKEN", "configured"));

        assertThat(named.run("failures", "--url=" + api.url(), "--token=given")).isEqualTo(ExitCode.NOTHING_MATCHES);
        assertThat(configured.run("failures")).isEqualTo(ExitCode.NOTHING_MATCHES);

        assertThat(api.tokens()).containsExactly("Bearer given", "Bearer configured");
    }

    @ParameterizedTest
    @CsvSource({
        "--url=http://127.0.0.1:1, --token-file or --token is required",
        "--token=t, no installation is known",
        "--url=operations --token=t, must be a URL such as https://operations.example.com",
        "--url=http://127.0.0.1:1 --token-file=/no/such/file, cannot read the token file /no/such/file",
        "--url=http://127.0.0.1:1 --token=t, the operations API at http://127.0.0.1:1 does not respond"
    })
    void what_is_missing_or_unreachable_is_named(String options, String message) {
        OperationsRun caseline = elsewhere(Map.of());

        assertThat(caseline.run(("failures " + options).split(" "))).isEqualTo(1);

        assertThat(caseline.err()).startsWith("caseline: ").contains(message).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | {\"detail\": \"A valid bearer token is required\"} | the access token is not valid at http",
                "403 | {\"detail\": \"The token needs the scope cases:operate\"} | does not allow this: The token needs the scope cases:operate",
                "400 | {\"errors\": [{\"field\": \"filter.correlationIds[0]\", \"message\": \"is too many\"}]} | --id is too many",
                "400 | {\"errors\": [{\"field\": \"canary.percent\", \"message\": \"must be 1 to 100\"}, {\"field\": \"reason\", \"message\": \"is too long\"}]} | --canary must be 1 to 100; --reason is too long",
                "409 | {\"detail\": \"Replay 17 is FINISHED\"} | Replay 17 is FINISHED",
                "500 | {\"title\": \"Internal Server Error\"} | failed with HTTP 500: Internal Server Error",
                "302 | '' | is not the operations API of case-processor (HTTP 302)",
                "404 | <html>Not here</html> | is not the operations API of case-processor (HTTP 404)",
                "200 | <html>Sign in</html> | is not the operations API of case-processor (HTTP 200)"
            })
    void a_refusal_is_one_sentence_that_names_the_option(int status, String body, String message) throws IOException {
        try (StubApi refusing = new StubApi().refuse("GET /audit", status, body)) {
            OperationsRun caseline = OperationsRun.local(refusing);

            assertThat(caseline.run("audit")).isEqualTo(1);

            assertThat(caseline.err())
                    .startsWith("caseline: ")
                    .contains(message)
                    .hasLineCount(1);
        }
    }

    private static OperationsRun elsewhere(Map<String, String> environment) {
        return new OperationsRun(new OperationsRun.At(null), environment);
    }
}
