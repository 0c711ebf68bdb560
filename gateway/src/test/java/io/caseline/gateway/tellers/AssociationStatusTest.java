package io.caseline.gateway.tellers;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Status queries for associations. */
@ExtendWith(SharedGateway.class)
class AssociationStatusTest {
    private static final String WHOLE = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},
             "accountNumber":"","accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    @Test
    void a_query_gets_the_response_of_the_request_itself(Gateway gateway) {
        HttpResponse<String> response = gateway.post(ASSOCIATE, "test104", WHOLE);
        String id = response.headers().firstValue("X-GD-ResponseId").orElseThrow();
        gateway.setStatus(id, decided(id, "ASSOCIATED", 0, "SUCCESS"));

        HttpResponse<String> status = status(gateway, id, "X-GD-RequestId", "test104");

        assertThat(status.statusCode()).as(status.body()).isEqualTo(200);
        assertThat(status.body()).isEqualTo(response.body());
        for (String header : new String[] {"X-GD-RequestId", "X-GD-ResponseId", "X-GD-ResponseCode"}) {
            assertThat(status.headers().firstValue(header))
                    .isPresent()
                    .isEqualTo(response.headers().firstValue(header));
        }
    }

    @Test
    void a_rejection_has_the_documents_sentence(Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.setStatus(id, decided(id, "REJECTED", 110, "ACCOUNT_LOCKED"));
        HttpResponse<String> status = status(gateway, id);
        assertThat(status.body())
                .contains("\"responseCode\":110,\"responseDescription\":\"AccountStatus is Locked\"")
                .contains("\"responseDateTime\":\"2023-11-14T22:13:20.1230000Z\"");
        assertThat(status.headers().firstValue("X-GD-ResponseCode")).hasValue("110");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RECEIVED", "DEFERRED", "A_LATER_STATE"})
    void an_undecided_request_is_pending(String state, Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"" + state + "\"}");
        HttpResponse<String> status = status(gateway, id);
        assertThat(status.statusCode()).isEqualTo(202);
        assertThat(status.body())
                .contains(id, "\"responseDescription\":\"Pending\"")
                .doesNotContain("responseCode");
        assertThat(status.headers().firstValue("X-GD-ResponseCode")).isEmpty();
        assertThat(status.headers().firstValue("Location")).hasValue(ASSOCIATE + "/" + id);
        assertThat(status.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void a_query_waits_for_the_outcome_if_the_caller_asks_for_it(Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"DEFERRED\"}");
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> status(gateway, id, "Prefer", "wait=20"));
        Awaitility.await().until(() -> gateway.statusQueries(id) > 1);
        gateway.setStatus(id, decided(id, "REJECTED", 863, "NAMES_DIFFER"));
        assertThat(waiting.join().body()).contains("UserNameNotMatch");
        assertThat(waiting.join().headers().firstValue("Preference-Applied")).hasValue("wait=20");
    }

    @Test
    void an_unknown_id_is_404_and_an_invalid_one_400_without_a_code(Gateway gateway) {
        HttpResponse<String> unknown = status(gateway, UUID.randomUUID().toString());
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).doesNotContain("responseCode");
        assertThat(status(gateway, "not-an-id").statusCode()).isEqualTo(400);
        assertThat(status(gateway, "not-an-id").body()).doesNotContain("responseCode");
        assertThat(status(gateway, "not/an/id").statusCode()).isEqualTo(404);
        assertThat(Gateway.send(gateway.request(ASSOCIATE)).statusCode()).isEqualTo(404);
        assertThat(Gateway.send(gateway.request(ASSOCIATE + "/x").POST(BodyPublishers.ofString(WHOLE)))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_query_needs_a_token_for_tellers_and_a_merchant(Gateway gateway) {
        String id = UUID.randomUUID().toString();
        gateway.setStatus(id, decided(id, "ASSOCIATED", 0, "SUCCESS"));
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
    void a_query_counts_against_the_rate_of_one_of_the_tokens_merchants() {
        try (Gateway gateway = Gateway.start(
                "caseline.tellers.rate.per-second=1",
                "caseline.tellers.rate.burst=1",
                "caseline.tellers.rates.roomy.per-second=1000",
                "caseline.tellers.rates.roomy.burst=1000")) {
            String id = UUID.randomUUID().toString();
            gateway.setStatus(id, decided(id, "ASSOCIATED", 0, "SUCCESS"));
            JWTClaimsSet.Builder both = Tokens.claims().claim("merchants", List.of("fscc0342", "roomy"));
            assertThat(Stream.generate(() -> status(gateway, id).statusCode()).limit(20))
                    .contains(200, 429);
            assertThat(Stream.generate(() -> asked(gateway, id, both)).limit(20))
                    .containsOnly(200);
        }
    }

    @Test
    void only_status_queries_fail_while_teller_processor_is_unavailable() {
        try (Gateway gateway = Gateway.start()) {
            gateway.stopStatusEndpoints();
            HttpResponse<String> status = status(gateway, UUID.randomUUID().toString());
            assertThat(status.statusCode()).isEqualTo(503);
            assertThat(status.headers().firstValue("Retry-After")).isPresent();
            assertThat(gateway.post(ASSOCIATE, "test105", WHOLE).statusCode()).isEqualTo(200);
        }
    }

    private static HttpResponse<String> status(Gateway gateway, String id, String... headers) {
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
}
