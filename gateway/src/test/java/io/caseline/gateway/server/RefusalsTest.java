package io.caseline.gateway.server;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.web.testing.RawHttp;
import io.caseline.web.testing.RawHttp.RawResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the server refuses before any filter, or while the body arrives: the caller's error, in a plain sentence. */
@ExtendWith({SharedGateway.class, OutputCaptureExtension.class})
class RefusalsTest {
    private static final String ID = "3f0e1d2c-0000-4000-8000-000000000001";
    private static final String CLOSE = "Host: x\r\nConnection: close\r\nX-GD-RequestId: " + ID + "\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST //programs/gobank/customerCare/cases",
                "POST /programs//gobank/customerCare/cases",
                "POST /./programs/gobank/customerCare/cases",
                "POST /programs;v=1/gobank/customerCare/cases",
                "POST /programs/gobank/customerCare/cases;v=1",
                "POST /%70rograms/gobank/customerCare/cases",
                "GET /actuator//health",
                "GET /actuator/%68ealth",
                "GET /actuator/health?a=%zz",
                "GET /actuator/health?=a",
                "GET /actuator/health?%ff",
                "GET /programs/%00",
                "GET /programs/<x>"
            })
    void a_target_that_is_not_canonical_is_400_without_a_token(String request, Gateway gateway, CapturedOutput output) {
        for (String token : new String[] {"", "Authorization: Bearer " + Tokens.good() + "\r\n"}) {
            RawResponse response = RawHttp.send(gateway.port(), request + " HTTP/1.1\r\n" + CLOSE + token + "\r\n");
            assertThat(response.status()).as(response.text()).isEqualTo(400);
            assertThat(response.body()).startsWith("{\"responseDetails\":[{\"code\":400,");
        }
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat ");
    }

    @Test
    void a_refusal_before_the_filters_has_the_request_id(Gateway gateway) {
        RawResponse response = RawHttp.send(gateway.port(), "GET //x HTTP/1.1\r\n" + CLOSE + "\r\n");
        assertThat(response.header("X-GD-RequestId")).hasValue(ID);
    }

    @ParameterizedTest
    @CsvSource({"X-Large, 431", "Authorization, 431"})
    void headers_over_the_limit_are_431_with_a_sentence(String header, int status, Gateway gateway) {
        RawResponse response = RawHttp.send(
                gateway.port(), "GET / HTTP/1.1\r\n" + CLOSE + header + ": Bearer " + "x".repeat(17_000) + "\r\n\r\n");
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.body()).contains("larger than 16 KB; send a smaller token");
    }

    @Test
    void too_many_headers_are_431(Gateway gateway) {
        RawResponse response =
                RawHttp.send(gateway.port(), "GET / HTTP/1.1\r\n" + CLOSE + "A: b\r\n".repeat(300) + "\r\n");
        assertThat(response.status()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n",
                "GET / HTTP/3.1\r\nHost: x\r\n",
                "CONNECT x:1 HTTP/1.1\r\nHost: x\r\n",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n",
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: a\u0001b\r\n",
                "nonsense\r\n"
            })
    void what_the_server_cannot_read_is_400(String head, Gateway gateway, CapturedOutput output) {
        RawResponse response = RawHttp.send(gateway.port(), head + "\r\n");
        assertThat(response.status()).as(response.text()).isEqualTo(400);
        assertThat(response.body()).startsWith("{").doesNotContain("<html");
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n{}\r\n0\r\n\r\n",
                "5\r\n{}\r\n0\r\n\r\n",
                "-1\r\n{}",
                "2\r\n{}garbage",
                "fffffffffffffffff\r\n{}",
                "2;" + "x=y"
            })
    void a_chunk_error_is_400(String body, Gateway gateway, CapturedOutput output) {
        RawResponse response = RawHttp.send(gateway.port(), head(CASES, "Transfer-Encoding: chunked") + body);
        // after the end of the stream nothing can be told
        assertThat(response.status()).as(response.text()).isIn(400, 0);
        assertThat(output.getAll()).doesNotContain(" ERROR ");
    }

    @Test
    void a_wrong_chunk_size_is_400_that_says_so(Gateway gateway) {
        RawResponse response =
                RawHttp.send(gateway.port(), head(CASES, "Transfer-Encoding: chunked") + "zz\r\n{}\r\n0\r\n\r\n");
        assertThat(response.status()).isEqualTo(400);
        assertThat(response.body()).contains("its chunks or its length are wrong");
    }

    @ParameterizedTest
    @ValueSource(strings = {"t\u00e9st", "t\u00c3\u0080st", "\u009f"})
    void a_request_id_that_is_not_ascii_is_code_100(String requestId, Gateway gateway) {
        String body = """
                {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
                 "storeId":"CC970","userId":"teller-1"},"accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";
        RawResponse response = RawHttp.send(
                gateway.port(),
                head(ASSOCIATE, "Content-Length: " + body.length()).replace(ID, requestId) + body);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("X-GD-ResponseCode")).hasValue("100");
    }

    @Test
    void nobody_is_turned_away_for_a_header_that_is_not_ascii(Gateway gateway) {
        String body = "{\"subject\":\"s\"}";
        RawResponse response = RawHttp.send(
                gateway.port(),
                head(CASES, "User-Agent: \u00c3\u0080pp\r\nPrefer: respond-async\r\nContent-Length: " + body.length())
                        + body);
        assertThat(response.status()).as(response.text()).isEqualTo(202);
    }

    @Test
    void location_keeps_the_context_path_and_the_forwarded_prefix() {
        try (Gateway gateway = Gateway.start("server.servlet.context-path=/partners")) {
            String path = "/partners" + CASES;
            assertThat(location(gateway, path)).startsWith(path + "/");
            assertThat(location(gateway, path, "X-Forwarded-Prefix", "/api/v1/"))
                    .startsWith("/api/v1" + path + "/");
            assertThat(location(gateway, path, "X-Forwarded-Prefix", "//evil.example"))
                    .startsWith(path + "/");
        }
    }

    private static String location(Gateway gateway, String path, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 2, headers.length);
        all[0] = "Prefer";
        all[1] = "respond-async";
        return gateway.post(path, UUID.randomUUID().toString(), "{\"subject\":\"s\"}", all)
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private static String head(String path, String framing) {
        return "POST " + path + " HTTP/1.1\r\n" + CLOSE + "Authorization: Bearer " + Tokens.good()
                + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n";
    }
}
