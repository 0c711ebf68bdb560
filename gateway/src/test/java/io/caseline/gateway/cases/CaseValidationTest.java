package io.caseline.gateway.cases;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Sealing;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests for a case are refused, and how the response names the errors. */
@ExtendWith(SharedGateway.class)
class CaseValidationTest {
    private static final String WHOLE = """
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is my card?",
             "emailAddress":"ada@example.com","accountIdentifier":"acc-1","accountHolderIdentifier":"holder-1",
             "phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d1","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"},
             "loyaltyTier":"ignored"}""";

    static Stream<Arguments> refusals() {
        String long101 = "x".repeat(101);
        return Stream.of(
                refusal("", 200, "The request body is empty"),
                refusal("{\"subject\":", 200, "The request body is not valid JSON"),
                refusal("[1]", 640, "The request body is invalid"),
                refusal("{}", 200, "subject or customerQuestion is required"),
                refusal("{\"subject\":null}", 200, "subject or customerQuestion is required"),
                refusal("{\"subject\":\"\"}", 400, "subject must have 1 to 100 characters"),
                refusal("{\"subject\":\"" + long101 + "\"}", 400, "subject must have 1 to 100 characters"),
                refusal("{\"subject\":\"s\",\"lastName\":\"L\"}", 400, "lastName must have 2 to 100 characters"),
                refusal(
                        "{\"customerQuestion\":\"" + "q".repeat(5001) + "\"}",
                        400,
                        "customerQuestion must have 1 to 5000 characters"),
                refusal(
                        "{\"subject\":\"s\",\"accountIdentifier\":\"" + long101 + "\"}",
                        400,
                        "accountIdentifier must have 0 to 100 characters"),
                refusal("{\"subject\":\"   \"}", 400, "subject must have 1 to 100 characters"),
                refusal("{\"subject\":\"\u200b\\u0001\"}", 400, "subject must have 1 to 100 characters"),
                refusal("{\"subject\":\"s\",\"lastName\":\" L \"}", 400, "lastName must have 2 to 100 characters"),
                refusal("{\"subject\":\"a\\u0000b\"}", 640, "subject is invalid"),
                refusal("{\"subject\":\"\\u0000\"}", 640, "subject is invalid"),
                refusal("{\"subject\":\"a\\ud800\"}", 640, "subject is invalid"),
                refusal("{\"subject\":\"s\",\"device\":{\"deviceid\":\"\\udc00\"}}", 640, "device.deviceID is invalid"),
                refusal("{\"subject\":\"s\",\"Subject\":\"t\"}", 640, "subject is given more than once"),
                refusal(
                        "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"911\",\"NUMBER\":\"911\"}}",
                        640,
                        "phoneNumbers.number is given more than once"),
                refusal(
                        "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"" + "1".repeat(41) + "\"}}",
                        400,
                        "phoneNumbers.number must have 0 to 40 characters"),
                refusal("{\"subject\":\"s\",\"emailAddress\":\"a da@example.com\"}", 640, "emailAddress is invalid"),
                refusal("{\"subject\":7}", 640, "subject is invalid"),
                refusal("{\"subject\":\"s\",\"emailAddress\":\"nobody\"}", 640, "emailAddress is invalid"),
                refusal("{\"subject\":\"s\",\"phoneNumbers\":[]}", 640, "phoneNumbers is invalid"),
                refusal(
                        "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"call me\"}}",
                        640,
                        "phoneNumbers.number is invalid"),
                refusal(
                        "{\"subject\":\"s\",\"phoneNumbers\":{\"type\":\"home\"}}",
                        600,
                        "phoneNumbers.type is invalid"),
                refusal("{\"subject\":\"s\",\"phoneNumbers\":{\"type\":100}}", 600, "phoneNumbers.type is invalid"),
                refusal("{\"subject\":\"s\",\"device\":{\"deviceOS\":\"1\"}}", 640, "device.deviceOS is invalid"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_error_has_its_code_and_names_the_field(String body, int code, String description, Gateway gateway) {
        String requestId = guid();
        HttpResponse<String> response = gateway.post(CASES, requestId, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(JsonPath.<List<Integer>>read(response.body(), "$.responseDetails[*].code"))
                .contains(code);
        assertThat(JsonPath.<List<String>>read(response.body(), "$.responseDetails[*].description"))
                .contains(description);
        assertThat(response.headers().firstValue("X-GD-RequestId")).hasValue(requestId);
    }

    @Test
    void each_error_has_a_detail(Gateway gateway) {
        HttpResponse<String> response =
                gateway.post(CASES, "no-guid", "{\"subject\":\"\",\"lastName\":\"L\",\"emailAddress\":\"x\"}");
        assertThat(JsonPath.<List<String>>read(response.body(), "$.responseDetails[*].description"))
                .containsExactly(
                        "X-GD-RequestId is invalid",
                        "subject must have 1 to 100 characters",
                        "lastName must have 2 to 100 characters",
                        "emailAddress is invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Subject\":\"s\",\"FIRSTNAME\":\"Ada\",\"PhoneNumbers\":{\"Number\":\"911\",\"Type\":1}}",
                "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"(+1) 310-555-1234\"}}",
                "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"310-555-1234 Ext 5\"}}",
                "{\"subject\":\"s\",\"phoneNumbers\":{\"number\":\"  \"}}",
                "{\"subject\":\"s\",\"emailAddress\":\"josé@example.com\"}",
                "{\"subject\":\"s\",\"emailAddress\":\"ada@localhost\"}",
                "{\"subject\":\"s\",\"emailAddress\":\"\"}",
                "{\"subject\":\"s\",\"emailAddress\":\"\\ufeff \"}",
                "{\"subject\":\"s\",\"lastName\":\"  Lo  \",\"other\":\"\\ud800\\u0000\"}",
                "{\"subject\":\"s\",\"n\":1e999,\"o\":-0.0}"
            })
    void nobody_is_turned_away_without_need(String body, Gateway gateway) {
        HttpResponse<String> response = gateway.post(CASES, guid(), body, "Prefer", "respond-async");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
    }

    @Test
    void values_are_trimmed_and_empty_ones_dropped(Gateway gateway) throws Exception {
        String requestId = guid();
        gateway.post(
                CASES,
                requestId,
                "{\"SUBJECT\":\" \u00a0 " + "s".repeat(100) + "\\n\",\"EmailAddress\":\" \",\"device\":"
                        + "{\"deviceId\":\" d \",\"deviceMake\":\"\\u0001\"}}",
                "Prefer",
                "respond-async");
        SubmitCase command = (SubmitCase)
                gateway.processors().commands(requestId, 1).getFirst().value();
        byte[] opened = Sealing.from(TestServices.sealingKeys())
                .unseal(command.getSealedCase(), command.getCorrelationId().toString());
        CareCase care = CareCase.fromByteBuffer(ByteBuffer.wrap(opened));
        assertThat(care.getSubject()).isEqualTo("s".repeat(100));
        assertThat(care.getEmailAddress()).isNull();
        assertThat(care.getDeviceId()).isEqualTo("d");
        assertThat(care.getDeviceMake()).isNull();
    }

    @Test
    void an_empty_value_of_a_required_field_is_missing(Gateway gateway) {
        HttpResponse<String> response = gateway.post(
                "/programs/strict/customerCare/cases", guid(), "{\"Subject\":\"s\",\"emailAddress\":\" \"}");
        assertThat(JsonPath.<List<String>>read(response.body(), "$.responseDetails[*].description"))
                .containsExactly("emailAddress is required");
    }

    @Test
    void a_request_without_its_id_is_refused(Gateway gateway) {
        HttpResponse<String> response = Gateway.send(gateway.request(CASES).POST(BodyPublishers.ofString(WHOLE)));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("X-GD-RequestId is required");
    }

    @Test
    void a_program_sets_what_it_requires(Gateway gateway) {
        HttpResponse<String> response = gateway.post(
                "/programs/strict/customerCare/cases", guid(), "{\"customerQuestion\":\"" + "q".repeat(501) + "\"}");
        assertThat(JsonPath.<List<String>>read(response.body(), "$.responseDetails[*].description"))
                .containsExactly(
                        "customerQuestion must have 1 to 500 characters",
                        "emailAddress is required",
                        "subject is required");
    }

    @Test
    void an_unknown_or_retired_program_is_code_1000(Gateway gateway) {
        for (String program : List.of("unknown", "retired")) {
            HttpResponse<String> response = gateway.post("/programs/" + program + "/customerCare/cases", guid(), WHOLE);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(JsonPath.<Integer>read(response.body(), "$.responseDetails[0].code"))
                    .isEqualTo(1000);
        }
    }

    @Test
    void a_body_over_the_limit_is_413_with_and_without_a_content_length(Gateway gateway) {
        String large = "{\"subject\":\"s\",\"extra\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(gateway.post(CASES, guid(), large).statusCode()).isEqualTo(413);
        HttpResponse<String> chunked = Gateway.send(gateway.request(CASES)
                .header("X-GD-RequestId", guid())
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));
        assertThat(chunked.statusCode()).isEqualTo(413);
    }

    @Test
    void another_content_type_is_415(Gateway gateway) {
        HttpResponse<String> response = Gateway.send(gateway.request(CASES)
                .setHeader("Content-Type", "application/xml")
                .header("X-GD-RequestId", guid())
                .POST(BodyPublishers.ofString("<case/>")));
        assertThat(response.statusCode()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "identity, gzip"})
    void a_content_coding_is_415_that_names_it(String coding, Gateway gateway) {
        HttpResponse<String> response = Gateway.send(gateway.request(CASES)
                .header("Content-Encoding", coding)
                .header("X-GD-RequestId", guid())
                .POST(BodyPublishers.ofString(WHOLE)));
        assertThat(response.statusCode()).isEqualTo(415);
        assertThat(response.body())
                .contains(coding.contains(",") ? "of the request" : coding)
                .contains("without Content-Encoding");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, utf-8, 202",
        "UTF-8, \"UTF-8\", 202",
        "UTF-16, utf-16, 202",
        "UTF-16LE, UTF-16LE, 202",
        "UTF-32, utf-32, 202",
        "ISO-8859-1, iso-8859-1, 415",
        "UTF-8, windows-1252, 415",
        "UTF-8, ebcdic, 415"
    })
    void bodies_are_in_utf_8_16_or_32(Charset encoding, String charset, int status, Gateway gateway) {
        HttpResponse<String> response = Gateway.send(gateway.request(CASES)
                .setHeader("Content-Type", "application/json; charset=" + charset)
                .header("Prefer", "respond-async")
                .header("X-GD-RequestId", guid())
                .POST(BodyPublishers.ofString(WHOLE, encoding)));
        assertThat(response.statusCode()).isEqualTo(status);
        if (status == 415) {
            assertThat(response.body()).contains("The charset " + charset + " is not supported");
        }
    }

    private static Arguments refusal(String body, int code, String description) {
        return Arguments.of(body, code, description);
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
