package io.caseline.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubmissionCommandTest {

    private static final String ID = "0e8dfa4e-3a6b-5d0e-9a77-39a3a4f6a001";

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
    void a_submission_is_shown_with_its_history() {
        api.on("GET /submissions/" + ID, """
                {"correlationId": "%s", "program": "gobank", "requestId": "6f7b2c1e-58d4-4f0a-9a39-2f1f4d2f6a10",
                 "state": "CREATED", "attempts": 2, "replays": 1, "quarantined": false, "caseNumber": "00001027",
                 "history": [
                  {"at": "2026-01-09T13:25:45Z", "type": "RECEIVED"},
                  {"at": "2026-01-09T13:25:45.9391234Z", "type": "FAILED", "attempt": 1, "code": "A_CODE", "fields": ["Subject"]},
                  {"at": "2026-01-09T14:00:00Z", "type": "REPLAY", "replay": 17, "actor": "ana", "reason": "rule fixed",
                   "detail": "CREATED"},
                  {"at": "2026-01-09T14:00:01Z", "type": "CREATED", "attempt": 2, "caseNumber": "00001027"}]}""".formatted(ID));

        assertThat(caseline.run("submission", ID)).isZero();

        assertThat(caseline.out()).isEqualTo("""
                submission  %s
                program     gobank
                request id  6f7b2c1e-58d4-4f0a-9a39-2f1f4d2f6a10
                state       CREATED
                case        00001027
                replays     1

                time                      what       details
                2026-01-09T13:25:45.000Z  RECEIVED   -
                2026-01-09T13:25:45.939Z  FAILED 1   A_CODE (Subject)
                2026-01-09T14:00:00.000Z  REPLAY     replay 17, by ana, "rule fixed"
                2026-01-09T14:00:01.000Z  CREATED 2  case 00001027
                """.formatted(ID));
    }

    @Test
    void an_unknown_submission_is_an_error() {
        api.refuse("GET /submissions/" + ID, 404, "{\"detail\": \"There is no submission %s\"}".formatted(ID));

        assertThat(caseline.run("submission", ID)).isEqualTo(1);

        assertThat(caseline.err()).isEqualTo("caseline: There is no submission %s\n".formatted(ID));
    }

    @Test
    void an_id_that_is_none_is_a_usage_error() {
        assertThat(caseline.run("submission", "00001027")).isEqualTo(2);

        assertThat(api.requests()).isEmpty();
    }
}
