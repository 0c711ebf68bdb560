package io.caseline.cases.web;

import static io.caseline.cases.testing.Tokens.operator;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.web.testing.FuzzedPort;
import io.caseline.web.testing.RawHttp;
import io.caseline.web.testing.RawHttp.RawResponse;
import io.caseline.web.testing.RequestFuzzer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever is sent to either port, byte by byte, is answered without 5xx and leaves no error in the log. */
@ExtendWith(OutputCaptureExtension.class)
class FuzzTest extends RunningCaseProcessor {
    private static final String ID = "3f0e1d2c-0000-4000-8000-000000000001";

    @Test
    void no_request_whatever_breaks_the_port_for_machines(CapturedOutput output) {
        String partner = token("cases:read", "caseline", "gobank");
        check(
                new FuzzedPort(
                        port,
                        List.of(
                                get("/internal/cases/" + ID + "?program=gobank", partner),
                                get("/actuator/health?a=b", partner),
                                get("/actuator/prometheus", operator("olga", "metrics:read")))),
                output);
    }

    @Test
    void no_request_whatever_breaks_the_operations_port(CapturedOutput output) {
        String olga = operator("olga", "cases:view cases:operate");
        String anna = operator("anna", "cases:amend");
        String filter =
                "{\"filter\": {\"program\": \"fuzzed\", \"code\": \"X\", \"since\": \"2026-01-31T08:30:00Z\"}, ";
        check(
                new FuzzedPort(
                        operationsPort,
                        List.of(
                                get("/ops/v1/overview", olga),
                                get("/ops/v1/submissions?program=gobank&since=2026-01-31T08:30:00Z&limit=20", olga),
                                get("/ops/v1/submissions/groups?state=FAILED", olga),
                                get("/ops/v1/submissions/export?state=FAILED&program=fuzzed", olga),
                                get("/ops/v1/submissions/" + ID, olga),
                                get("/ops/v1/submissions/" + ID + "/content?reason=fuzz", anna),
                                get("/ops/v1/replays?before=5&limit=3", olga),
                                get("/ops/v1/replays/987654321/events", olga),
                                get("/ops/v1/audit?limit=3", olga),
                                get("/ops/v1/holds", olga),
                                get("/console/submissions", olga),
                                post(
                                        "/ops/v1/replays",
                                        olga,
                                        filter
                                                + "\"reason\": \"r\", \"rate\": 9, \"canary\": {\"size\": 5, \"percent\": 9}}"),
                                post("/ops/v1/discards", olga, filter + "\"dryRun\": true}"),
                                post(
                                        "/ops/v1/replays/987654321/pause",
                                        olga,
                                        "{\"reason\": \"Too many fail again\"}"))),
                output);
    }

    @Test
    void a_bad_query_string_is_400_at_both_ports(CapturedOutput output) {
        for (int at : List.of(port, operationsPort)) {
            for (String target : List.of("/actuator/health?a=%zz", "//actuator/health", "/actuator/health?a=%00")) {
                RawResponse response =
                        RawHttp.send(at, "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(response.status()).as(response.text()).isEqualTo(400);
                assertThat(response.header("Content-Type").orElse("")).startsWith("application/problem+json");
            }
        }
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat ");
    }

    @Test
    void headers_up_to_16_kb_are_read_and_more_are_431() {
        for (int at : List.of(port, operationsPort)) {
            assertThat(largeHeader(at, 15_000).status()).isNotIn(400, 431);
            assertThat(largeHeader(at, 17_000).status()).isEqualTo(431);
        }
    }

    private static RawResponse largeHeader(int port, int length) {
        return RawHttp.send(
                port,
                "GET /internal/cases/" + ID + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: " + "y".repeat(length)
                        + "\r\n\r\n");
    }

    private static void check(FuzzedPort port, CapturedOutput output) {
        assertThat(port.send(RequestFuzzer.REQUESTS / 3)).isEmpty();
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat org.apache.catalina");
    }

    private static String post(String target, String token, String body) {
        return "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String get(String target, String token) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\n\r\n";
    }
}
