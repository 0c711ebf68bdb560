package io.caseline.gateway.cases;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messages.SubmitCase;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the outcome of a case is reported to its caller, over real HTTP and Kafka. */
@ExtendWith(SharedGateway.class)
class CaseOutcomeTest {
    private static final String WHOLE = """
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is my card?",
             "emailAddress":"ada@example.com","accountIdentifier":"acc-1","accountHolderIdentifier":"holder-1",
             "phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d1","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"},
             "loyaltyTier":"ignored"}""";

    @Test
    void a_created_case_is_200_with_its_number(Gateway gateway) {
        String requestId = guid();
        HttpResponse<String> response = gateway.post(CASES, requestId, WHOLE);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(response.body(), "$.caseNumber")).isEqualTo("00001027");
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("Created");
        assertThat(JsonPath.<Integer>read(response.body(), "$.responseDetails[0].code"))
                .isZero();
        assertThat(JsonPath.<String>read(response.body(), "$.responseDetails[0].description"))
                .isEqualTo("Success");
        assertThat(response.headers().firstValue("X-GD-RequestId")).hasValue(requestId);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void respond_async_is_202_when_the_command_is_durable(Gateway gateway) {
        HttpResponse<String> response = gateway.post(CASES, guid(), WHOLE, "Prefer", "respond-async");

        assertThat(response.statusCode()).isEqualTo(202);
        String correlationId = JsonPath.read(response.body(), "$.correlationId");
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("Pending");
        assertThat(response.headers().firstValue("Location")).hasValue(CASES + "/" + correlationId);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.headers().firstValue("Preference-Applied")).hasValue("respond-async");
        assertThat(commands(gateway, correlationId)).hasSize(1);
    }

    @Test
    void a_wait_that_ends_without_an_outcome_is_202(Gateway gateway) {
        gateway.processors().pauseReplies(true);
        HttpResponse<String> response = gateway.post(CASES, guid(), WHOLE, "Prefer", "wait=1");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Preference-Applied")).hasValue("wait=1");
    }

    @Test
    void a_case_that_salesforce_refused_is_202_with_the_reason(Gateway gateway) {
        gateway.processors().refuseCases("STRING_TOO_LONG");
        HttpResponse<String> response = gateway.post(CASES, guid(), WHOLE);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("Failed");
        assertThat(JsonPath.<String>read(response.body(), "$.reason")).isEqualTo("STRING_TOO_LONG");
    }

    @Test
    void a_case_that_an_operator_discarded_is_202_with_that_as_its_reason(Gateway gateway) {
        gateway.processors().discardCases("STRING_TOO_LONG");
        HttpResponse<String> response = gateway.post(CASES, guid(), WHOLE);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(JsonPath.<String>read(response.body(), "$.status")).isEqualTo("Failed");
        assertThat(JsonPath.<String>read(response.body(), "$.reason")).isEqualTo("DISCARDED");
    }

    @Test
    void a_caller_can_ask_for_text_json(Gateway gateway) {
        HttpResponse<String> response = gateway.post(CASES, guid(), WHOLE, "Accept", "text/json");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/json"));
    }

    private static List<SubmitCase> commands(Gateway gateway, String correlationId) {
        return Awaitility.await()
                .until(
                        () -> gateway.processors().commands().stream()
                                .filter(record -> record.key().equals(correlationId))
                                .map(record -> (SubmitCase) record.value())
                                .toList(),
                        found -> !found.isEmpty());
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
