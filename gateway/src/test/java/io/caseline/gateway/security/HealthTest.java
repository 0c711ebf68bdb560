package io.caseline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The status is for probes, what is behind it for whoever watches the system. */
@ExtendWith(SharedGateway.class)
class HealthTest {

    @Test
    void without_a_token_or_with_a_partners_there_is_the_status_only(Gateway gateway) throws Exception {
        for (String path : new String[] {"", "/readiness", "/liveness"}) {
            for (String token : new @Nullable String[] {null, Tokens.good()}) {
                HttpResponse<String> response = health(gateway, path, token);
                assertThat(response.statusCode()).isEqualTo(200);
                assertThat(response.body()).contains("UP").doesNotContain("components", "brokers", "details");
            }
        }
        assertThat(health(gateway, "/brokers", null).statusCode()).isEqualTo(404);
    }

    @Test
    void a_token_for_metrics_or_of_an_operator_shows_what_is_behind_it(Gateway gateway) throws Exception {
        for (String scope : new String[] {"metrics:read", "cases:view", "cases:operate", "tellers:operate"}) {
            String token = Tokens.signed(Tokens.claims().claim("scope", scope));
            assertThat(health(gateway, "", token).body()).contains("contractSetup", "brokers", "replies");
            assertThat(health(gateway, "/readiness", token).body()).contains("brokers");
        }
    }

    @Test
    void an_invalid_token_is_refused(Gateway gateway) throws Exception {
        assertThat(health(gateway, "", "invalid").statusCode()).isEqualTo(401);
    }

    private static HttpResponse<String> health(Gateway gateway, String path, @Nullable String token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/actuator/health" + path));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
