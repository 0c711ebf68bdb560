package io.caseline.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SessionAndQuotaFaultsTest extends SandboxTest {

    @Test
    void sessions_expire_once() {
        faults(Map.of("expireSessions", true));

        assertError(org.get(LIMITS), 401, "INVALID_SESSION_ID", "Session expired or invalid");
        assertThat(org.get("/sandbox/faults").json().path("expireSessions").asBoolean())
                .isFalse();
        assertThat(org.signIn().get(LIMITS).status()).isEqualTo(200);
    }

    @Test
    void sign_ins_fail_and_open_sessions_continue() {
        faults(Map.of("signInFails", true));

        Response response = org.signIn("client_credentials");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(org.get(LIMITS).status()).as("open sessions continue").isEqualTo(200);
    }

    @Test
    void a_used_up_quota_refuses_every_call_until_the_fault_is_off() {
        faults(Map.of("quotaUsed", true));

        Response response = org.post(CASES, Map.of("Subject", "x"));

        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text())
                .isEqualTo(
                        "[{\"message\":\"TotalRequests Limit exceeded.\",\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}]");
        assertThat(response.header("Sforce-Limit-Info")).isEqualTo("api-usage=100000/100000");
        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void the_usage_can_be_set_and_continues_from_there() {
        faults(Map.of("apiUsage", 99_998));

        assertThat(org.get(LIMITS).header("Sforce-Limit-Info")).isEqualTo("api-usage=99999/100000");
        JsonNode last = org.get(LIMITS).json().path("DailyApiRequests");
        assertThat(last.path("Max").asInt()).isEqualTo(100_000);
        assertThat(last.path("Remaining").asInt()).isZero();
        assertError(org.get(LIMITS), 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

        faults(Map.of("apiUsage", 0));
        assertThat(org.get(LIMITS).header("Sforce-Limit-Info")).isEqualTo("api-usage=1/100000");
    }
}
