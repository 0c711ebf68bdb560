package io.caseline.gateway.cases;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The same request twice is one request, on every gateway. */
@ExtendWith(SharedGateway.class)
class CaseRepeatTest {
    private static final String WHOLE = """
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is my card?",
             "emailAddress":"ada@example.com","accountIdentifier":"acc-1","accountHolderIdentifier":"holder-1",
             "phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d1","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"},
             "loyaltyTier":"ignored"}""";

    @Test
    void the_same_request_twice_has_one_correlation_id(Gateway gateway) {
        String requestId = guid();
        String first = JsonPath.read(gateway.post(CASES, requestId, WHOLE).body(), "$.correlationId");
        String again = JsonPath.read(gateway.post(CASES, requestId, WHOLE).body(), "$.correlationId");
        String other = JsonPath.read(
                gateway.post(CASES, requestId, WHOLE.replace("lost", "found")).body(), "$.correlationId");

        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    /** This id must never change, and neither with the spelling of names. */
    @Test
    void the_id_of_a_known_request_never_changes_whatever_case_its_names_are_in(Gateway gateway) {
        String requestId = "5e1a1c9e-6f0e-4a35-9f1b-0f6f0a1b2c3d";
        String otherCase = WHOLE.replace("firstName", "FirstName")
                .replace("phoneNumbers", "PHONENUMBERS")
                .replace("deviceID", "deviceId")
                .replace("\"type\"", "\"Type\"");
        for (String body : List.of(WHOLE, otherCase)) {
            assertThat(gateway.post(CASES, requestId, body, "Prefer", "respond-async")
                            .body())
                    .contains("d75c3de3-3656-5931-8a7f-7d0cbc955d6e");
        }
    }

    @Test
    void two_gateways_compute_the_same_correlation_id(Gateway gateway) {
        String requestId = guid();
        String first = JsonPath.read(gateway.post(CASES, requestId, WHOLE).body(), "$.correlationId");
        try (Gateway other = Gateway.start()) {
            String again = JsonPath.read(
                    other.post(CASES, requestId, WHOLE, "Prefer", "respond-async")
                            .body(),
                    "$.correlationId");
            assertThat(again).isEqualTo(first);
        }
    }

    @Test
    void a_repeat_after_a_restart_gets_the_same_response(Gateway shared) {
        shared.processors().refuseCases("STRING_TOO_LONG"); // its processors read along
        String requestId = guid();
        String first = refusedBy("first", requestId);
        assertThat(refusedBy("again", requestId)).isEqualTo(first);
    }

    /** The response of a gateway of its own whose processors refuse the case. */
    private static String refusedBy(String clientId, String requestId) {
        try (Gateway gateway = Gateway.start("spring.kafka.client-id=" + clientId)) {
            gateway.processors().pauseReplies(false);
            gateway.processors().refuseCases("STRING_TOO_LONG");
            return gateway.post(CASES, requestId, WHOLE, "Prefer", "wait=30").body();
        }
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
