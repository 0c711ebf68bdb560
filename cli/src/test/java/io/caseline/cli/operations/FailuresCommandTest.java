package io.caseline.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresCommandTest {

    private static final String GROUPS = """
            {"total": 4149, "groups": [
              {"program": "gobank", "code": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "fields": "Subject", "count": 4123,
               "oldest": "2026-01-09T13:25:45.123Z", "newest": "2026-01-09T14:02:11Z", "inReplay": 100, "quarantined": 7},
              {"program": "rapidpay", "code": "STRING_TOO_LONG", "fields": null, "count": 26,
               "oldest": "2026-01-08T09:00:00Z", "newest": "2026-01-08T09:00:00Z", "inReplay": 0, "quarantined": 0,
               "addedByANewerVersion": true}]}""";

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
    void failures_are_counted_by_program_and_reason() {
        api.on("GET /submissions/groups", GROUPS);

        assertThat(caseline.run("failures")).isZero();

        assertThat(caseline.out()).isEqualTo("""
                failed  program   code                               fields   oldest                newest                in replays  quarantined
                 4,123  gobank    FIELD_CUSTOM_VALIDATION_EXCEPTION  Subject  2026-01-09T13:25:45Z  2026-01-09T14:02:11Z         100            7
                    26  rapidpay  STRING_TOO_LONG                    -        2026-01-08T09:00:00Z  2026-01-08T09:00:00Z           0            0
                4,149 failed submissions in 2 groups
                """);
    }

    @Test
    void the_filter_is_sent_as_it_was_given() {
        api.on("GET /submissions/groups", "{\"total\": 0, \"groups\": []}");

        assertThat(caseline.run(
                        "failures",
                        "--program=gobank",
                        "--code=A_CODE",
                        "--field=Origin",
                        "--since=2026-01-09T14:00:00+01:00",
                        "--until=2026-01-10T00:00:00Z",
                        "--id=0e8dfa4e-3a6b-5d0e-9a77-39a3a4f6a001"))
                .isEqualTo(ExitCode.NOTHING_MATCHES);

        assertThat(caseline.out()).isEqualTo("no failed submission matches\n");
        assertThat(api.requests())
                .containsExactly("GET /submissions/groups?state=FAILED&program=gobank&code=A_CODE&field=Origin"
                        + "&since=2026-01-09T13%3A00%3A00Z&until=2026-01-10T00%3A00%3A00Z"
                        + "&correlationId=0e8dfa4e-3a6b-5d0e-9a77-39a3a4f6a001");
    }

    @Test
    void a_script_gets_a_line_of_json_for_each_group() {
        api.on("GET /submissions/groups", GROUPS);

        assertThat(caseline.run("failures", "--json")).isZero();

        assertThat(caseline.out().lines())
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(OperationsApi.JSON.readTree(line)).hasSizeGreaterThan(7));
    }

    @Test
    void submissions_are_listed_page_by_page_up_to_the_maximum() {
        api.on(
                "GET /submissions",
                "{\"items\": [%s, %s], \"next\": \"abc\"}".formatted(item(1), item(2)),
                "{\"items\": [%s], \"next\": \"def\"}".formatted(item(3)));

        assertThat(caseline.run("failures", "--list", "--max=3")).isZero();

        assertThat(caseline.out().lines())
                .hasSize(5)
                .anyMatch(line -> line.contains("0e8dfa4e-3a6b-5d0e-9a77-000000000003")
                        && line.endsWith("Origin,Subject         2        1  17"))
                .last()
                .asString()
                .isEqualTo("and more; --max N lists more than 3");
        assertThat(api.requests())
                .containsExactly(
                        "GET /submissions?state=FAILED&limit=3", "GET /submissions?state=FAILED&limit=1&cursor=abc");
    }

    @ParameterizedTest
    @CsvSource({
        "--since=yesterday, --since",
        "--id=17, --id",
        "--max=0, is not a number of 1 or more",
        "--until=2026-01-09T13, or 90m",
        "--since=99999999999999999999d, is not a time"
    })
    void an_invalid_option_is_a_usage_error_that_names_it(String option, String message) {
        assertThat(caseline.run("failures", option)).isEqualTo(2);

        assertThat(caseline.err()).contains(message);
        assertThat(api.requests()).isEmpty();
    }

    private static String item(int number) {
        return """
                {"correlationId": "0e8dfa4e-3a6b-5d0e-9a77-%012d", "program": "gobank", "state": "FAILED", "attempts": 2,
                 "replays": 1, "quarantined": false, "failureCode": "A_CODE", "failureFields": ["Origin", "Subject"],
                 "updatedAt": "2026-01-09T14:02:11Z", "replay": 17}""".formatted(number);
    }
}
