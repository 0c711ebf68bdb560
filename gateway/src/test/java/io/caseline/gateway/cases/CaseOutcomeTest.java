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
        HttpResponse<String> answer = gateway.post(CASES, requestId, WHOLE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.caseNumber")).isEqualTo("00001027");
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("Created");
        assertThat(JsonPath.<Integer>read(answer.body(), "$.responseDetails[0].code"))
                .isZero();
        assertThat(JsonPath.<String>read(answer.body(), "$.responseDetails[0].description"))
                .isEqualTo("Success");
        assertThat(answer.headers().firstValue("X-GD-RequestId")).hasValue(requestId);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void respond_async_is_202_when_the_command_is_durable(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE, "Prefer", "respond-async");

        assertThat(answer.statusCode()).isEqualTo(202);
        String correlationId = JsonPath.read(answer.body(), "$.correlationId");
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("Pending");
        assertThat(answer.headers().firstValue("Location")).hasValue(CASES + "/" + correlationId);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("respond-async");
        assertThat(commands(gateway, correlationId)).hasSize(1);
    }

    @Test
    void a_wait_that_ends_without_an_outcome_is_202(Gateway gateway) {
        gateway.processors().beSilent(true);
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE, "Prefer", "wait=1");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Preference-Applied")).hasValue("wait=1");
    }

    @Test
    void a_case_that_salesforce_refused_is_202_with_the_reason(Gateway gateway) {
        gateway.processors().refuseCases("STRING_TOO_LONG");
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE);

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("Failed");
        assertThat(JsonPath.<String>read(answer.body(), "$.reason")).isEqualTo("STRING_TOO_LONG");
    }

    @Test
    void a_caller_can_ask_for_text_json(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(CASES, guid(), WHOLE, "Accept", "text/json");
        assertThat(answer.headers().firstValue("Content-Type"))
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
