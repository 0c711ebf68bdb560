package io.caseline.gateway.tellers;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the outcome of an association is reported to its caller, over real HTTP and Kafka. */
@ExtendWith(SharedGateway.class)
class AssociationOutcomeTest {
    private static final String WHOLE = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},
             "accountNumber":"","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    @Test
    void a_successful_association_has_the_documents_response(Gateway gateway) {
        HttpResponse<String> response = gateway.post(ASSOCIATE, "test101", WHOLE);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        String responseId = JsonPath.read(response.body(), "$.metadata.responseId");
        assertThat(response.body())
                .isEqualTo("{\"metadata\":{\"requestId\":\"test101\",\"responseId\":\"" + responseId
                        + "\",\"responseDateTime\":\"2023-11-14T22:13:20.1230000Z\",\"responseCode\":0,"
                        + "\"responseDescription\":\"Success\"}}");
        assertThat(response.headers().firstValue("X-GD-RequestId")).hasValue("test101");
        assertThat(response.headers().firstValue("X-GD-ResponseId")).hasValue(responseId);
        assertThat(response.headers().firstValue("X-GD-ResponseCode")).hasValue("0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            100  | INVALID_ACCOUNT_NUMBER_LENGTH | Invalid length of AccountNumber
            130  | INVALID_MERCHANT              | InvalidMerchant
            800  | STORE_NOT_FOUND               | Store was not found
            861  | TELLER_NOT_FOUND              | RetailChainUserNotFound
            862  | TELLER_NOT_ACTIVE             | User is not active
            815  | ACCOUNT_IDENTIFIER_NOT_FOUND  | AccountNotFound
            110  | ACCOUNT_NUMBER_NOT_FOUND      | Account Not Found.
            110  | ACCOUNT_CLOSED                | AccountStatus is Closed
            110  | ACCOUNT_PENDING               | AccountStatus is Pending
            110  | ACCOUNT_LOCKED                | AccountStatus is Locked
            110  | ACCOUNT_RESTRICTED            | Account Status is Restricted
            110  | ACCOUNT_STATUS_INVALID        | Invalid Account Status
            863  | NAMES_DIFFER                  | UserNameNotMatch
            868  | SAME_CARD                     | Card has already been associated with the teller
            870  | ACCOUNT_TOO_YOUNG             | This account cannot be updated to an employee account till 24 hours from the account creation. Please try after 24 hours of account creation.
            860  | ASSOCIATION_NOT_SAVED         | Failed to save teller card info into database
            1000 | GENERAL_FAILURE               | GeneralFailure
            130  | A_REASON_OF_TOMORROW          | InvalidMerchant""")
    void each_outcome_has_the_documents_sentence(int code, String reason, String sentence, Gateway gateway) {
        gateway.processors().decide(code, reason);
        HttpResponse<String> response =
                gateway.post(ASSOCIATE, UUID.randomUUID().toString(), WHOLE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(response.body(), "$.metadata.responseCode"))
                .isEqualTo(code);
        assertThat(JsonPath.<String>read(response.body(), "$.metadata.responseDescription"))
                .isEqualTo(sentence);
        assertThat(response.headers().firstValue("X-GD-ResponseCode")).hasValue(Integer.toString(code));
    }

    @Test
    void no_outcome_within_the_wait_is_202_without_a_code(Gateway gateway) {
        gateway.processors().pauseReplies(true);
        for (String preference : new String[] {"respond-async", "wait=1"}) {
            HttpResponse<String> response = gateway.post(ASSOCIATE, "test102", WHOLE, "Prefer", preference);
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.body()).contains("\"requestId\":\"test102\"").doesNotContain("responseCode");
            assertThat(response.headers().firstValue("Preference-Applied")).hasValue(preference);
            assertThat(response.headers().firstValue("Location"))
                    .hasValue(ASSOCIATE + "/" + JsonPath.read(response.body(), "$.metadata.responseId"));
        }
    }
}
