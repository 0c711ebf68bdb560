package io.caseline.gateway;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.web.testing.FuzzedPort;
import io.caseline.web.testing.RequestFuzzer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Whatever is sent to the gateway's port, byte by byte, is answered without 5xx, and leaves no error and no data in the log. */
@ExtendWith({SharedGateway.class, OutputCaptureExtension.class})
class FuzzTest {
    private static final String CASE_BODY = """
            {"subject":"Zq7Marked lost","firstName":"Zq7Marked","lastName":"Zq7MarkedL","customerQuestion":"Zq7Marked?",
             "emailAddress":"Zq7Marked@example.com","accountIdentifier":"a","phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d","deviceOS":1}}""";
    private static final String ASSOCIATION_BODY = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"t"},"accountNumber":"4000123412341234",
             "accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4","retailChainUserId":"u"}""";

    @Test
    void no_request_whatever_breaks_anything(Gateway gateway, CapturedOutput output) {
        FuzzedPort port = new FuzzedPort(
                gateway.port(),
                List.of(
                        post(CASES, CASE_BODY),
                        post(CASES, CASE_BODY),
                        post(ASSOCIATE, ASSOCIATION_BODY),
                        get(CASES + "/3f0e1d2c-0000-4000-8000-000000000001"),
                        get("/actuator/health"),
                        get("/docs/")));

        assertThat(port.send(RequestFuzzer.REQUESTS)).isEmpty();
        assertThat(port.statuses()).containsKeys(200, 202, 400, 401, 404, 415, 431);
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat ", RequestFuzzer.MARK, "4111111111111111");
    }

    private static String post(String path, String body) {
        return "POST " + path + head() + "Content-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    private static String get(String path) {
        return "GET " + path + head() + "\r\n";
    }

    private static String head() {
        return " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.good()
                + "\r\nX-GD-RequestId: 3f0e1d2c-0000-4000-8000-000000000001\r\nPrefer: respond-async\r\nConnection: close\r\n";
    }
}
