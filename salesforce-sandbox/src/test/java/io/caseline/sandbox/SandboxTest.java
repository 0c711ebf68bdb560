package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import io.caseline.sandbox.SandboxClient.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** An empty org without faults, used over HTTP. All tests that extend this class share one application. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "sandbox.client-id=" + SandboxClient.CLIENT_ID,
            "sandbox.client-secret=" + SandboxClient.CLIENT_SECRET
        })
abstract class SandboxTest {

    static final String CASES = DATA + "/sobjects/Case";
    static final String BY_CORRELATION_ID = CASES + "/Caseline_Correlation_Id__c/";
    static final String COLLECTIONS = DATA + "/composite/sobjects";
    static final String LIMITS = DATA + "/limits";

    @LocalServerPort
    protected int port;

    /** Signed in. */
    protected SandboxClient org = new SandboxClient(0);

    @DynamicPropertySource
    static void databaseAndKey(DynamicPropertyRegistry properties) {
        TestServices.database(properties);
        properties.add("sandbox.jwt-public-key", JwtKey::publicKeyFile);
    }

    @BeforeEach
    void anEmptyOrgWithNoFault() {
        org = new SandboxClient(port);
        org.delete("/sandbox/faults");
        org.delete("/sandbox/cases");
        org.signIn();
    }

    protected SandboxClient signedOut() {
        return new SandboxClient(port);
    }

    void faults(Map<String, Object> faults) {
        Response response = org.put("/sandbox/faults", faults);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
    }

    String subjectOf(String id) {
        return org.get(CASES + "/" + id).json().path("Subject").asString();
    }

    static void assertError(Response response, int status, String code, String message) {
        assertThat(response.status()).isEqualTo(status);
        JsonNode error = response.json().path(0);
        assertThat(error.path("errorCode").asString()).isEqualTo(code);
        assertThat(error.path("message").asString()).contains(message);
    }

    /** The error code of each result of a collection, empty for a saved record. */
    static List<String> codes(JsonNode results) {
        return results.valueStream()
                .map(result -> result.path("errors").path(0).path("statusCode").asString(""))
                .toList();
    }

    /** The error code of a result that must be a failure. */
    static String errorCode(JsonNode result) {
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.has("id")).isFalse();
        return result.path("errors").path(0).path("statusCode").asString();
    }
}
