package io.caseline.gateway.http;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the metrics say about responses. */
class ResponseMetricsTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";

    @Test
    void responses_are_counted_by_status_and_code() {
        try (Gateway gateway = Gateway.start()) {
            submit(gateway, CASES);
            gateway.post(CASES, "no-guid", BODY);
            String metrics = Gateway.send(gateway.request("/actuator/prometheus")
                            .setHeader(
                                    "Authorization",
                                    "Bearer " + Tokens.signed(Tokens.claims().claim("scope", "metrics:read"))))
                    .body();
            assertThat(metrics)
                    .contains("caseline_responses_total{code=\"0\",operation=\"case\",status=\"202\"} 1.0")
                    .contains("caseline_responses_total{code=\"640\",operation=\"case\",status=\"400\"} 1.0")
                    .contains("caseline_kafka_send_seconds_count{result=\"confirmed\"} 1")
                    .contains("caseline_in_flight 0.0");
        }
    }

    private static HttpResponse<String> submit(Gateway gateway, String path) {
        return gateway.post(path, UUID.randomUUID().toString(), BODY, "Prefer", "respond-async");
    }
}
