package io.caseline.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiscardCommandTest {

    private static final String COUNTED = "{\"matching\": 1700, \"asOf\": \"2026-01-09T14:02:11Z\"}";

    @SuppressWarnings("NullAway.Init")
    private StubApi api;

    @SuppressWarnings("NullAway.Init")
    private OperationsRun caseline;

    @BeforeEach
    void start() throws IOException {
        api = new StubApi();
        caseline = OperationsRun.local(api);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void what_had_failed_when_it_was_counted_is_discarded_page_by_page() {
        api.on(
                "POST /discards",
                COUNTED,
                "{\"discarded\": 1000, \"more\": true}",
                "{\"discarded\": 699, \"more\": false, \"inOpenReplays\": 1}");

        assertThat(caseline.typing("yes").run("discard", "--program=gobank", "--reason=a test partner"))
                .isZero();

        assertThat(caseline.out()).isEqualTo("""
                1,700 failed submissions match
                This discards 1,700 submissions for good. Type yes to continue: 1 submission is in an open replay, and left alone
                1,699 submissions are discarded
                """);
        String filter = "{\"filter\":{\"program\":\"gobank\"%s},\"all\":false,\"reason\":\"a test partner\"%s}";
        String until = ",\"until\":\"2026-01-09T14:02:11Z\"";
        assertThat(api.requests())
                .containsExactly(
                        "POST /discards " + filter.formatted("", ",\"dryRun\":true"),
                        "POST /discards " + filter.formatted(until, ""),
                        "POST /discards " + filter.formatted(until, ""));
    }

    @Test
    void nothing_is_discarded_without_confirmation_filter_or_reason() {
        api.on("POST /discards", COUNTED);

        assertThat(caseline.run("discard", "--all", "--reason=r")).isEqualTo(ExitCode.NOT_CONFIRMED);
        assertThat(caseline.run("discard", "--reason=r", "--yes")).isEqualTo(2);
        assertThat(caseline.run("discard", "--all", "--yes")).isEqualTo(2);

        assertThat(api.requests()).singleElement().asString().endsWith("\"dryRun\":true}");
    }

    @Test
    void a_script_gets_both_counts() {
        api.on("POST /discards", COUNTED, "{\"discarded\": 1700, \"more\": false}");

        assertThat(caseline.run("discard", "--all", "--reason=r", "--yes", "--json"))
                .isZero();

        assertThat(caseline.out()).isEqualTo("{\"matching\":1700,\"discarded\":1700}\n");
    }
}
