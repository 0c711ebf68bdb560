package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.web.testing.FuzzedPort;
import io.caseline.web.testing.RequestFuzzer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever is sent to the port, byte by byte, is answered without 5xx and leaves no error in the log. */
@ExtendWith(OutputCaptureExtension.class)
class FuzzTest extends SandboxTest {
    private static final String RECORD =
            "{\"attributes\":{\"type\":\"Case\"},\"Subject\":\"Zq7Marked\",\"Priority\":\"High\"}";

    @Test
    void no_request_whatever_breaks_anything(CapturedOutput output) {
        FuzzedPort fuzzed = new FuzzedPort(
                port,
                List.of(
                        get(LIMITS),
                        get(SandboxClient.DATA + "/query?q=SELECT+Id,CaseNumber+FROM+Case+LIMIT+2"),
                        get(CASES + "/describe"),
                        send("POST", CASES, RECORD),
                        send("PATCH", BY_CORRELATION_ID + "3f0e1d2c-0000-4000-8000-000000000001", RECORD),
                        send("POST", COLLECTIONS, "{\"allOrNone\":false,\"records\":[" + RECORD + "," + RECORD + "]}"),
                        get("/"),
                        get("/sandbox/stats"),
                        get("/actuator/health?a=b")));

        assertThat(fuzzed.send(RequestFuzzer.REQUESTS / 3)).isEmpty();
        assertThat(fuzzed.statuses()).containsKeys(200, 201, 400, 401, 404);
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat ", org.token());
    }

    private String get(String target) {
        return "GET " + target + head() + "\r\n";
    }

    private String send(String method, String target, String body) {
        return method + " " + target + head() + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private String head() {
        return " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + org.token() + "\r\nConnection: close\r\n";
    }
}
