package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.sandbox.SandboxClient.Response;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Faults of the whole org: outages, error statuses and pages in place of responses. */
class OrgUnavailableTest extends SandboxTest {

    @Test
    void an_outage_closes_the_connection_without_a_response() {
        faults(Map.of("outage", true));

        assertThatThrownBy(() -> org.post(CASES, Map.of("Subject", "x"))).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> org.get(LIMITS)).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> org.signIn("client_credentials")).hasRootCauseInstanceOf(IOException.class);
        assertThat(org.get("/").status()).isEqualTo(200);

        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void every_call_gets_the_status() {
        faults(Map.of("status", 503));

        Response response = org.post(CASES, Map.of("Subject", "x"));

        assertError(response, 503, "SERVER_UNAVAILABLE", "503");
        assertThat(response.header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void every_call_gets_the_fixed_response_and_sign_ins_do_not() {
        faults(Map.of("callResponse", Map.of("status", 503, "html", "<html>Down for maintenance</html>")));

        Response response = org.post(CASES, Map.of("Subject", "x"));
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text()).isEqualTo("<html>Down for maintenance</html>");
        assertThat(org.signIn("client_credentials").status()).isEqualTo(200);
        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void every_sign_in_gets_the_fixed_response_and_calls_do_not() {
        faults(Map.of("signInResponse", Map.of("status", 302)));

        Response response = org.signIn("client_credentials");
        assertThat(response.status()).isEqualTo(302);
        assertThat(response.text()).isEmpty();
        assertThat(org.get(DATA + "/limits").status()).isEqualTo(200);
    }
}
