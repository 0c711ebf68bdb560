package io.caseline.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayCommandTest {

    private static final String DRY_RUN = """
            {"matching": 130, "quarantined": 5, "inOtherReplays": [{"id": 12, "submissions": 25}], "toReplay": 100,
             "asOf": "2026-01-09T14:02:11Z"}""";
    private static final String ONE_TO_REPLAY =
            "{\"matching\": 1, \"quarantined\": 0, \"inOtherReplays\": [], \"toReplay\": 1}";

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
    void a_replay_is_counted_confirmed_started_and_followed_to_its_end() {
        api.on("POST /replays", DRY_RUN, replay("RUNNING", 0, 0, ""))
                .on("GET /replays/17", replay("RUNNING", 40, 0, ""), replay("FINISHED", 100, 0, ""));

        int exit = caseline.typing("yes")
                .run(
                        "replay",
                        "start",
                        "--program=gobank",
                        "--rate=50",
                        "--limit=200",
                        "--canary=20:95",
                        "--include-quarantined",
                        "--reason=rule fixed");

        assertThat(exit).as(caseline.err()).isZero();
        assertThat(caseline.out()).isEqualTo("""
                130 failed submissions match
                  25 in replay 12 already
                  5 in quarantine, because they failed in too many replays; --include-quarantined sends them, too
                100 can be replayed
                This replays 100 submissions. Type yes to continue: replay 17 has started with 100 submissions
                replay 17 has finished: 100 of 100 created
                """);
        assertThat(caseline.err()).contains("\r[#########---------------] 40 of 100, 40 created, 12/s");
        assertThat(api.requests().subList(0, 2))
                .containsExactly(
                        "POST /replays {\"filter\":{\"program\":\"gobank\"},\"all\":false,\"limit\":200,\"includeQuarantined\":true,"
                                + "\"rate\":50,\"canary\":{\"size\":20,\"percent\":95},\"reason\":\"rule fixed\",\"dryRun\":true}",
                        "POST /replays {\"filter\":{\"program\":\"gobank\",\"until\":\"2026-01-09T14:02:11Z\"},\"all\":false,"
                                + "\"limit\":200,\"includeQuarantined\":true,\"rate\":50,"
                                + "\"canary\":{\"size\":20,\"percent\":95},\"reason\":\"rule fixed\"}");
    }

    @Test
    void what_failed_again_is_shown_by_reason() {
        api.on("POST /replays", DRY_RUN, replay("RUNNING", 0, 0, ""))
                .on("GET /replays/17", replay("FINISHED", 97, 3, """
                {"program": "gobank", "code": "STRING_TOO_LONG", "fields": "Subject", "count": 3}"""));

        assertThat(caseline.run("replay", "start", "--all", "--reason=r", "--yes"))
                .isEqualTo(ExitCode.INCOMPLETE);

        assertThat(caseline.out()).endsWith("""
                replay 17 has finished: 97 of 100 created, 3 failed again
                  failed again: 3  gobank  STRING_TOO_LONG  Subject
                """);
        assertThat(api.requests().getLast()).startsWith("GET /replays/17");
        assertThat(api.requests().get(0)).contains("\"filter\":{},\"all\":true");
        assertThat(api.requests().get(1)).contains("\"filter\":{\"until\":\"2026-01-09T14:02:11Z\"},\"all\":false");
    }

    @Test
    void a_replay_that_its_canary_pauses_says_why() {
        api.on("POST /replays", DRY_RUN, replay("RUNNING", 0, 0, "")).on("GET /replays/17", replay("PAUSED", 1, 9, ""));

        assertThat(caseline.run("replay", "start", "--code=A", "--reason=r", "--yes"))
                .isEqualTo(ExitCode.INCOMPLETE);

        assertThat(caseline.out())
                .contains("replay 17 is paused (1 of 10 created): 1 of 100 created, 9 failed again, 90 still to send");
    }

    @Test
    void a_dry_run_starts_nothing_and_needs_no_reason() {
        api.on("POST /replays", DRY_RUN);

        assertThat(caseline.run("replay", "start", "--all", "--dry-run")).isZero();

        assertThat(caseline.out()).endsWith("100 can be replayed\n");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void nothing_to_replay_is_an_exit_code_of_its_own() {
        api.on("POST /replays", "{\"matching\": 0, \"quarantined\": 0, \"inOtherReplays\": [], \"toReplay\": 0}");

        assertThat(caseline.run("replay", "start", "--all", "--reason=r", "--yes"))
                .isEqualTo(ExitCode.NOTHING_MATCHES);

        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void any_answer_but_yes_starts_nothing() {
        api.on("POST /replays", ONE_TO_REPLAY);

        assertThat(caseline.typing("y").run("replay", "start", "--all", "--reason=r"))
                .isEqualTo(ExitCode.NOT_CONFIRMED);

        assertThat(caseline.out()).endsWith("nothing was done\n");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void without_a_terminal_the_confirmation_must_be_an_option() {
        api.on("POST /replays", ONE_TO_REPLAY);

        assertThat(caseline.run("replay", "start", "--all", "--reason=r")).isEqualTo(ExitCode.NOT_CONFIRMED);

        assertThat(caseline.err())
                .isEqualTo("caseline: This replays 1 submission. --yes is required, as this is no terminal\n");
        assertThat(api.requests()).hasSize(1);
    }

    @Test
    void a_detached_start_does_not_follow() {
        api.on("POST /replays", ONE_TO_REPLAY, replay("RUNNING", 0, 0, ""));

        assertThat(caseline.run("replay", "start", "--all", "--reason=r", "--yes", "-d"))
                .isZero();

        assertThat(api.requests()).hasSize(2);
    }

    @Test
    void a_script_gets_one_document_and_no_other_line() {
        api.on("POST /replays", DRY_RUN, replay("RUNNING", 0, 0, ""))
                .on("GET /replays/17", replay("FINISHED", 100, 0, ""));

        assertThat(caseline.run("replay", "start", "--all", "--reason=r", "--yes", "--json"))
                .isZero();

        assertThat(caseline.out().lines())
                .singleElement()
                .satisfies(line -> assertThat(OperationsApi.JSON
                                .readTree(line)
                                .at("/progress/created")
                                .asInt())
                        .isEqualTo(100));
    }

    @ParameterizedTest
    @CsvSource({
        "--reason=r, --all",
        "--all --program=gobank --reason=r, --all and a filter exclude each other",
        "--all, --reason",
        "--all --reason=r --rate=0, --rate",
        "--all --reason=r --canary=some, --canary",
        "--all --reason=r --limit=-3, --limit"
    })
    void an_incomplete_or_invalid_request_is_not_sent(String options, String message) {
        String[] arguments = ("replay start " + options).split(" ");

        assertThat(caseline.run(arguments)).isEqualTo(2);

        assertThat(caseline.err().lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line).contains(message));
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void replays_are_listed_and_shown() {
        api.on("GET /replays", "{\"items\": [%s], \"next\": null}".formatted(replay("FINISHED", 100, 0, "")))
                .on("GET /replays/17", replay("PAUSED", 1, 9, ""));

        assertThat(caseline.run("replay", "list")).isZero();
        assertThat(caseline.out()).isEqualTo("""
                replay  state     submissions  started               by   reason
                    17  FINISHED          100  2026-01-09T14:00:00Z  ana  rule fixed
                """);

        assertThat(caseline.run("replay", "show", "17")).isZero();
        assertThat(caseline.out())
                .contains("filter   state=FAILED, program=gobank", "started  2026-01-09T14:00:00Z by ana");
    }

    @ParameterizedTest
    @CsvSource({"pause", "resume", "cancel"})
    void a_replay_is_controlled_with_a_reason(String action) {
        api.on("POST /replays/17/" + action, replay("RUNNING", 0, 0, ""));

        assertThat(caseline.run("replay", action, "17")).isEqualTo(2);
        assertThat(caseline.run("replay", action, "17", "--reason=lunch")).isZero();

        assertThat(api.requests()).containsExactly("POST /replays/17/%s {\"reason\":\"lunch\"}".formatted(action));
    }

    @Test
    void a_window_is_counted_confirmed_and_replayed() {
        api.on("POST /window-replays", window("SEARCHING", 0), window("SEARCHING", 0))
                .on("GET /window-replays/17", window("FINISHED", 12))
                .on("GET /replays/17", replay("FINISHED", 100, 0, ""));

        assertThat(caseline.run(
                        "replay",
                        "window",
                        "--from=2026-01-09T12:00:00Z",
                        "--to=2026-01-09T13:00:00Z",
                        "--program=gobank",
                        "--reason=restored",
                        "--yes"))
                .as(caseline.err())
                .isZero();

        assertThat(caseline.out()).startsWith("""
                1,000 commands of that time
                  900 cases exist
                  3 without an outcome, 4 failed, 5 discarded: left alone
                  Kafka has all commands only from 2026-01-09T12:10:00Z on: earlier cases cannot be found
                12 cases are missing
                replay 17 has started; it searches first
                """);
        assertThat(api.requests())
                .startsWith(
                        "POST /window-replays {\"from\":\"2026-01-09T12:00:00Z\",\"to\":\"2026-01-09T13:00:00Z\","
                                + "\"program\":\"gobank\",\"reason\":\"restored\",\"dryRun\":true}",
                        "GET /window-replays/17",
                        "POST /window-replays {\"from\":\"2026-01-09T12:00:00Z\",\"to\":\"2026-01-09T13:00:00Z\","
                                + "\"program\":\"gobank\",\"reason\":\"restored\"}");
        assertThat(caseline.run("replay", "window", "--from=1h")).isEqualTo(2);
    }

    @Test
    void a_window_in_which_nothing_is_missing_needs_no_replay() {
        api.on("POST /window-replays", window("FINISHED", 0));

        assertThat(caseline.run("replay", "window", "--from=2h", "--to=1h", "--dry-run"))
                .isEqualTo(3);
        assertThat(caseline.out()).endsWith("0 cases are missing\n");
    }

    private static String window(String state, int missing) {
        return """
                {"replay": {"id": 17, "state": "%s"},
                 "window": {"from": "2026-01-09T12:00:00Z", "to": "2026-01-09T13:00:00Z", "program": null, "dryRun": true,
                  "commands": 1000, "existing": 900, "missing": %d, "open": 3, "failed": 4, "discarded": 5,
                  "logStartsAt": "2026-01-09T12:10:00Z", "problem": null}}""".formatted(state, missing);
    }

    private static String replay(String state, int created, int failed, String failedAgain) {
        return """
                {"id": 17, "state": "%s", "filter": "state=FAILED&program=gobank", "reason": "rule fixed", "startedBy": "ana",
                 "startedAt": "2026-01-09T14:00:00.5Z", "rate": null, "canary": null, "canaryPassed": false, "total": 100,
                 "pauseReason": %s, "endedAt": null,
                 "progress": {"waiting": %d, "sent": 0, "created": %d, "failed": %d, "skipped": 0, "cancelled": 0,
                  "failedAgain": [%s], "perSecond": 12.3, "heldBy": null, "failedMeanwhile": 0}}""".formatted(
                        state,
                        state.equals("PAUSED") ? "\"1 of 10 created\"" : "null",
                        100 - created - failed,
                        created,
                        failed,
                        failedAgain);
    }
}
