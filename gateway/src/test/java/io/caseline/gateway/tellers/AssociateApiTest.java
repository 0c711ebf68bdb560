package io.caseline.gateway.tellers;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.nimbusds.jwt.JWTClaimsSet;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.messages.AssociateTellerCard;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Associate Retail Chain User With Card over real HTTP, Kafka and registry. */
@ExtendWith(SharedGateway.class)
class AssociateApiTest {
    private static final String WHOLE = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},
             "accountNumber":"","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    @Test
    void an_association_is_answered_as_in_the_document(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(ASSOCIATE, "test101", WHOLE);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String responseId = JsonPath.read(answer.body(), "$.metadata.responseId");
        assertThat(answer.body())
                .isEqualTo("{\"metadata\":{\"requestId\":\"test101\",\"responseId\":\"" + responseId
                        + "\",\"responseDateTime\":\"2023-11-14T22:13:20.1230000Z\",\"responseCode\":0,"
                        + "\"responseDescription\":\"Success\"}}");
        assertThat(answer.headers().firstValue("X-GD-RequestId")).hasValue("test101");
        assertThat(answer.headers().firstValue("X-GD-ResponseId")).hasValue(responseId);
        assertThat(answer.headers().firstValue("X-GD-ResponseCode")).hasValue("0");
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
        HttpResponse<String> answer = gateway.post(ASSOCIATE, UUID.randomUUID().toString(), WHOLE);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(answer.body(), "$.metadata.responseCode"))
                .isEqualTo(code);
        assertThat(JsonPath.<String>read(answer.body(), "$.metadata.responseDescription"))
                .isEqualTo(sentence);
        assertThat(answer.headers().firstValue("X-GD-ResponseCode")).hasValue(Integer.toString(code));
    }

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
        HttpResponse<String> answer = gateway.post(ASSOCIATE, "test101", body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(answer.body(), "$.metadata.responseCode"))
                .isEqualTo(100);
        assertThat(JsonPath.<String>read(answer.body(), "$.metadata.responseDescription"))
                .isEqualTo(sentence);
        assertThat(answer.headers().firstValue("X-GD-ResponseCode")).hasValue("100");
        assertThat(answer.headers().firstValue("X-GD-ResponseId")).isPresent();
    }

    @Test
    void a_request_id_is_required_and_at_most_50_long(Gateway gateway) {
        HttpResponse<String> none = Gateway.send(gateway.request(ASSOCIATE).POST(BodyPublishers.ofString(WHOLE)));
        assertThat(none.body()).contains("RequestId is required");
        assertThat(gateway.post(ASSOCIATE, "r".repeat(51), WHOLE).body()).contains("RequestId is too long");
    }

    @Test
    void a_till_that_asks_again_gets_the_same_answer_whatever_time_it_stamps(Gateway gateway) {
        String requestId = UUID.randomUUID().toString();
        String first = gateway.post(ASSOCIATE, requestId, WHOLE).body();
        assertThat(gateway.post(ASSOCIATE, requestId, WHOLE.replace(":45Z", ":59.123+00:00"))
                        .body())
                .isEqualTo(first);
        assertThat(gateway.post(ASSOCIATE, requestId, WHOLE.replace("teller-1", "teller-2"))
                        .body())
                .isNotEqualTo(first);
    }

    @Test
    void no_outcome_within_the_wait_is_202_without_a_code(Gateway gateway) {
        gateway.processors().beSilent(true);
        for (String preference : new String[] {"respond-async", "wait=1"}) {
            HttpResponse<String> answer = gateway.post(ASSOCIATE, "test102", WHOLE, "Prefer", preference);
            assertThat(answer.statusCode()).isEqualTo(202);
            assertThat(answer.body()).contains("\"requestId\":\"test102\"").doesNotContain("responseCode");
            assertThat(answer.headers().firstValue("Preference-Applied")).hasValue(preference);
            assertThat(answer.headers().firstValue("Location"))
                    .hasValue(ASSOCIATE + "/" + JsonPath.read(answer.body(), "$.metadata.responseId"));
        }
    }

    @Test
    void the_card_number_travels_sealed_and_the_teller_is_the_retail_chain_user(Gateway gateway) {
        String requestId = UUID.randomUUID().toString();
        String body = WHOLE.replace("\"accountNumber\":\"\"", "\"accountNumber\":\"4000123412341234\"")
                .replace("{\"metadata\"", "{\"retailChainUserId\":\"teller-9\",\"metadata\"");
        gateway.post(ASSOCIATE, requestId, body);
        AssociateTellerCard command = command(gateway, requestId);
        assertThat(command.getTellerId()).isEqualTo("teller-9");
        assertThat(command.getUserId()).isEqualTo("teller-1");
        assertThat(command.toString()).doesNotContain("4000123412341234");
        assertThat(command.getSealedAccountNumber()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            respond-async         | true
            respond-async, wait=1 | true
            wait=1                | false
            return=minimal        | false""")
    void the_command_says_whether_its_caller_takes_a_later_answer(String prefer, boolean async, Gateway gateway) {
        String requestId = UUID.randomUUID().toString();
        gateway.post(ASSOCIATE, requestId, WHOLE, "Prefer", prefer);
        assertThat(command(gateway, requestId).getRespondAsync()).isEqualTo(async);
    }

    private static AssociateTellerCard command(Gateway gateway, String requestId) {
        return Awaitility.await()
                .until(
                        () -> gateway.processors().commands().stream()
                                .filter(record -> record.value() instanceof AssociateTellerCard)
                                .map(record -> (AssociateTellerCard) record.value())
                                .filter(associate -> associate.getRequestId().equals(requestId))
                                .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    @Test
    void another_merchants_till_is_403(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(ASSOCIATE, "test103", WHOLE.replace("fscc0342", "other"));
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void a_question_is_answered_as_the_request_itself(Gateway gateway) {
        HttpResponse<String> answer = gateway.post(ASSOCIATE, "test104", WHOLE);
        String id = answer.headers().firstValue("X-GD-ResponseId").orElseThrow();
        gateway.recordSays(id, decided(id, "ASSOCIATED", 0, "SUCCESS"));

        HttpResponse<String> question = question(gateway, id, "X-GD-RequestId", "test104");

        assertThat(question.statusCode()).as(question.body()).isEqualTo(200);
        assertThat(question.body()).isEqualTo(answer.body());
        for (String header : new String[] {"X-GD-RequestId", "X-GD-ResponseId", "X-GD-ResponseCode"}) {
            assertThat(question.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(answer.headers().firstValue(header));
        }
    }

    @Test
    void a_question_tells_of_a_refusal_in_the_documents_sentence(Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.recordSays(id, decided(id, "REJECTED", 110, "ACCOUNT_LOCKED"));
        HttpResponse<String> question = question(gateway, id);
        assertThat(question.body())
                .contains("\"responseCode\":110,\"responseDescription\":\"AccountStatus is Locked\"")
                .contains("\"responseDateTime\":\"2023-11-14T22:13:20.1230000Z\"");
        assertThat(question.headers().firstValue("X-GD-ResponseCode")).hasValue("110");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECEIVED", "DEFERRED", "A_STATE_OF_TOMORROW"})
    void what_is_not_decided_is_pending(String state, Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"" + state + "\"}");
        HttpResponse<String> question = question(gateway, id);
        assertThat(question.statusCode()).isEqualTo(202);
        assertThat(question.body())
                .contains(id, "\"responseDescription\":\"Pending\"")
                .doesNotContain("responseCode");
        assertThat(question.headers().firstValue("X-GD-ResponseCode")).isEmpty();
        assertThat(question.headers().firstValue("Location")).hasValue(ASSOCIATE + "/" + id);
        assertThat(question.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void a_question_waits_for_the_outcome_if_it_wants(Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"DEFERRED\"}");
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> question(gateway, id, "Prefer", "wait=20"));
        Awaitility.await().until(() -> gateway.timesAsked(id) > 1);
        gateway.recordSays(id, decided(id, "REJECTED", 863, "NAMES_DIFFER"));
        assertThat(waiting.join().body()).contains("UserNameNotMatch");
        assertThat(waiting.join().headers().firstValue("Preference-Applied")).hasValue("wait=20");
    }

    @Test
    void an_id_that_nobody_knows_is_404_and_no_id_is_400_and_neither_has_a_code(Gateway gateway) {
        HttpResponse<String> unknown = question(gateway, UUID.randomUUID().toString());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).doesNotContain("responseCode");
        assertThat(question(gateway, "not-an-id").statusCode()).isEqualTo(400);
        assertThat(question(gateway, "not-an-id").body()).doesNotContain("responseCode");
        assertThat(question(gateway, "not/an/id").statusCode()).isEqualTo(404);
        assertThat(Gateway.send(gateway.request(ASSOCIATE)).statusCode()).isEqualTo(404);
        assertThat(Gateway.send(gateway.request(ASSOCIATE + "/x").POST(BodyPublishers.ofString(WHOLE)))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_question_needs_a_token_for_tellers_and_a_merchant(Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.recordSays(id, decided(id, "ASSOCIATED", 0, "SUCCESS"));
        assertThat(asked(gateway, id, Tokens.claims().claim("scope", "tellers:read")))
                .isEqualTo(200);
        assertThat(asked(gateway, id, Tokens.claims().claim("scope", "cases:read")))
                .isEqualTo(403);
        assertThat(asked(gateway, id, Tokens.claims().claim("merchants", List.of())))
                .isEqualTo(403);
        HttpResponse<String> association = Gateway.send(gateway.request(ASSOCIATE)
                .setHeader(
                        "Authorization",
                        "Bearer " + Tokens.signed(Tokens.claims().claim("scope", "tellers:read")))
                .POST(BodyPublishers.ofString(WHOLE)));
        assertThat(association.statusCode()).isEqualTo(403);
    }

    @Test
    void a_question_counts_against_the_rate_of_one_of_the_tokens_merchants() {
        try (Gateway gateway = Gateway.start(
                "caseline.tellers.rate.per-second=1",
                "caseline.tellers.rate.burst=1",
                "caseline.tellers.rates.roomy.per-second=1000",
                "caseline.tellers.rates.roomy.burst=1000")) {
            String id = UUID.randomUUID().toString();
            gateway.recordSays(id, decided(id, "ASSOCIATED", 0, "SUCCESS"));
            JWTClaimsSet.Builder both = Tokens.claims().claim("merchants", List.of("fscc0342", "roomy"));
            assertThat(Stream.generate(() -> question(gateway, id).statusCode()).limit(20))
                    .contains(200, 429);
            assertThat(Stream.generate(() -> asked(gateway, id, both)).limit(20))
                    .containsOnly(200);
        }
    }

    @Test
    void a_dead_teller_processor_costs_the_questions_only() {
        try (Gateway gateway = Gateway.start()) {
            gateway.stopProcessors();
            HttpResponse<String> question = question(gateway, UUID.randomUUID().toString());
            assertThat(question.statusCode()).isEqualTo(503);
            assertThat(question.headers().firstValue("Retry-After")).isPresent();
            assertThat(gateway.post(ASSOCIATE, "test105", WHOLE).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> question(Gateway gateway, String id, String... headers) {
        return gateway.get(ASSOCIATE + "/" + id, headers);
    }

    private static int asked(Gateway gateway, String id, JWTClaimsSet.Builder claims) {
        return Gateway.send(gateway.request(ASSOCIATE + "/" + id)
                        .setHeader("Authorization", "Bearer " + Tokens.signed(claims)))
                .statusCode();
    }

    private static String decided(String id, String state, int code, String reason) {
        return "{\"correlationId\":\"" + id + "\",\"state\":\"" + state + "\",\"responseCode\":" + code
                + ",\"reason\":\"" + reason + "\",\"decidedAt\":\"2023-11-14T22:13:20.123Z\"}";
    }

    private static String without(String field) {
        return WHOLE.replaceAll("\"" + field + "\":\"[^\"]*\",?", "")
                .replace(",}", "}")
                .replaceAll(",\\s*}", "}");
    }
}
