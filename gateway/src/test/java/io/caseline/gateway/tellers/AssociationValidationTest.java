package io.caseline.gateway.tellers;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messages.AssociateTellerCard;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which requests for an association are refused, and with which sentence. */
@ExtendWith(SharedGateway.class)
class AssociationValidationTest {
    private static final String WHOLE = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},
             "accountNumber":"","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("no JSON", "InvalidParameter"),
                Arguments.of("[]", "InvalidParameter"),
                Arguments.of("{}", "RequestDateTime is required"),
                Arguments.of(without("requestDateTime"), "RequestDateTime is required"),
                Arguments.of(WHOLE.replace("45Z", "45+08:00"), "RequestDateTime is required"),
                Arguments.of(WHOLE.replace("2023-11-09T13:25:45Z", "yesterday"), "RequestDateTime is required"),
                Arguments.of(without("userId"), "UserId is required"),
                Arguments.of(without("storeId"), "StoreId is required"),
                Arguments.of(without("merchantId"), "MerchantId is required"),
                Arguments.of(WHOLE.replace("teller-1", "t".repeat(51)), "UserId is too long"),
                Arguments.of(WHOLE.replace("CC970", "s".repeat(21)), "StoreId is too long"),
                Arguments.of(WHOLE.replace("fscc0342", "m".repeat(21)), "MerchantId is too long"),
                Arguments.of(WHOLE.replace("fscc0342", " \\u2003 "), "MerchantId is required"),
                Arguments.of(WHOLE.replace("\"01\"", "\"" + "r".repeat(21) + "\""), "InvalidParameter"),
                Arguments.of(WHOLE.replace("CC970", "CC\\u0000970"), "InvalidParameter"),
                Arguments.of(WHOLE.replace("fscc0342", "fscc\\u00000342"), "InvalidParameter"),
                Arguments.of(WHOLE.replace("teller-1", "t\\ud800"), "InvalidParameter"),
                Arguments.of(WHOLE.replace("teller-1", "\\u200b"), "UserId is required"),
                Arguments.of(WHOLE.replace("\"storeId\"", "\"storeid\":\"x\",\"storeId\""), "InvalidParameter"),
                Arguments.of(WHOLE.replace("{\"metadata\"", "{\"Metadata\":null,\"metadata\""), "InvalidParameter"),
                Arguments.of(
                        WHOLE.replace("\"accountNumber\":\"\"", "\"accountNumber\":\"\\u0000\""), "InvalidParameter"),
                Arguments.of(
                        WHOLE.replace("{\"metadata\"", "{\"retailChainUserId\":\"\",\"metadata\""),
                        "The RetailChainUserId field is required."),
                Arguments.of(
                        WHOLE.replace(
                                "{\"metadata\"", "{\"retailChainUserId\":\"" + "u".repeat(51) + "\",\"metadata\""),
                        "The field RetailChainUserId must be a string with a minimum length of 1 and a maximum length of"
                                + " 50."),
                Arguments.of(
                        WHOLE.replace("06e33e98-5c40-4c1a-967b-930f28f509a4", ""), "Invalid length of AccountNumber"),
                Arguments.of(WHOLE.replace("06e33e98-", "xxxxxxxx-"), "InvalidParameter"),
                Arguments.of(
                        WHOLE.replace("\"accountNumber\":\"\"", "\"accountNumber\":\"" + "r".repeat(51) + "\""),
                        "Invalid length of AccountNumber"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void an_invalid_parameter_is_code_100_with_the_fields_sentence(String body, String sentence, Gateway gateway) {
        HttpResponse<String> response = gateway.post(ASSOCIATE, "test101", body);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(response.body(), "$.metadata.responseCode"))
                .isEqualTo(100);
        assertThat(JsonPath.<String>read(response.body(), "$.metadata.responseDescription"))
                .isEqualTo(sentence);
        assertThat(response.headers().firstValue("X-GD-ResponseCode")).hasValue("100");
        assertThat(response.headers().firstValue("X-GD-ResponseId")).isPresent();
    }

    @Test
    void a_request_id_is_required_and_at_most_50_long(Gateway gateway) {
        HttpResponse<String> none = Gateway.send(gateway.request(ASSOCIATE).POST(BodyPublishers.ofString(WHOLE)));
        assertThat(none.body()).contains("RequestId is required");
        assertThat(gateway.post(ASSOCIATE, "r".repeat(51), WHOLE).body()).contains("RequestId is too long");
    }

    @Test
    void names_are_read_in_any_case_and_ids_are_trimmed(Gateway gateway) {
        String requestId = "any-case-" + UUID.randomUUID();
        String body = """
                {"MetaData":{"MERCHANTID":" fscc0342\\t","registerID":"01","RequestDateTime":" 2023-11-09T13:25:45.1+00:00 ",
                 "storeid":"CC970 ","UserID":"\\u00a0teller-1"},"AccountNumber":"  ",
                 "ACCOUNTIDENTIFIER":" 06e33e98-5c40-4c1a-967b-930f28f509a4 "}""";
        HttpResponse<String> response = Gateway.send(gateway.request(ASSOCIATE)
                .header("X-GD-RequestId", requestId)
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString(body)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        AssociateTellerCard command = (AssociateTellerCard)
                gateway.processors().commands(requestId, 1).getFirst().value();
        assertThat(command.getMerchantId()).isEqualTo("fscc0342");
        assertThat(command.getStoreId()).isEqualTo("CC970");
        assertThat(command.getRegisterId()).isEqualTo("01");
        assertThat(command.getTellerId()).isEqualTo("teller-1");
        assertThat(command.getSealedAccountNumber()).isNull();
    }

    @Test
    void a_token_of_another_merchant_is_403(Gateway gateway) {
        HttpResponse<String> response = gateway.post(ASSOCIATE, "test103", WHOLE.replace("fscc0342", "other"));
        assertThat(response.statusCode()).isEqualTo(403);
    }

    private static String without(String field) {
        return WHOLE.replaceAll("\"" + field + "\":\"[^\"]*\",?", "")
                .replace(",}", "}")
                .replaceAll(",\\s*}", "}");
    }
}
