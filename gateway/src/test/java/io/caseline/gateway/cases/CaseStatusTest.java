package io.caseline.gateway.cases;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Status queries for cases. */
@ExtendWith(SharedGateway.class)
class CaseStatusTest {
    private static final String WHOLE = """
            {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace","customerQuestion":"Where is my card?",
             "emailAddress":"ada@example.com","accountIdentifier":"acc-1","accountHolderIdentifier":"holder-1",
             "phoneNumbers":{"number":"310-555-1234","type":0},
             "device":{"deviceID":"d1","deviceMake":"Pear","deviceVersion":"12","deviceOS":1,"deviceOSVersion":"17.1"},
             "loyaltyTier":"ignored"}""";

    @Test
    void the_status_is_what_case_processor_says(Gateway gateway) {
        String id = guid();
        gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
        HttpResponse<String> pending = status(gateway, id);
        assertThat(pending.statusCode()).isEqualTo(200);
        assertThat(pending.body()).contains("\"status\":\"Pending\"");
        assertThat(pending.headers().firstValue("Retry-After")).isPresent();

        gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001028\"}");
        assertThat(status(gateway, id).body()).contains("\"caseNumber\":\"00001028\"", "\"status\":\"Created\"");

        assertThat(status(gateway, id).body()).doesNotContain("caseStatus", "closed");

        gateway.setStatus(
                id,
                "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001028\","
                        + "\"caseStatus\":\"Working\",\"closed\":false}");
        assertThat(status(gateway, id).body()).contains("\"caseStatus\":\"Working\",\"closed\":false");

        gateway.setStatus(
                id, "{\"correlationId\":\"" + id + "\",\"state\":\"FAILED\",\"failureCode\":\"STRING_TOO_LONG\"}");
        assertThat(status(gateway, id).body()).contains("\"status\":\"Failed\"", "STRING_TOO_LONG");

        gateway.setStatus(
                id, "{\"correlationId\":\"" + id + "\",\"state\":\"DISCARDED\",\"failureCode\":\"STRING_TOO_LONG\"}");
        assertThat(status(gateway, id).body())
                .contains("\"status\":\"Failed\"", "\"reason\":\"DISCARDED\"")
                .doesNotContain("STRING_TOO_LONG");
    }

    @Test
    void an_unknown_id_is_404_and_an_invalid_one_400(Gateway gateway) {
        assertThat(status(gateway, guid()).statusCode()).isEqualTo(404);
        assertThat(status(gateway, "not-an-id").statusCode()).isEqualTo(400);
    }

    @Test
    void a_query_waits_for_the_outcome_if_the_caller_asks_for_it(Gateway gateway) {
        String id = guid();
        gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                () -> Gateway.send(gateway.request(CASES + "/" + id).header("Prefer", "wait=10")));
        Awaitility.await().until(() -> gateway.statusQueries(id) > 1);
        gateway.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001029\"}");
        assertThat(waiting.join().body()).contains("00001029");
    }

    @Test
    void a_query_whose_connection_breaks_is_tried_once_more() {
        try (Gateway gateway = Gateway.start()) {
            String id = guid();
            gateway.setStatus(
                    id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001029\"}");
            gateway.breakStatusQueries(1);
            assertThat(status(gateway, id).statusCode()).isEqualTo(200);
            assertThat(gateway.statusQueries(id)).isEqualTo(2);
            gateway.breakStatusQueries(10);
            assertThat(status(gateway, id).statusCode()).isEqualTo(503);
        }
    }

    @Test
    void only_status_queries_fail_while_case_processor_is_unavailable() {
        try (Gateway gateway = Gateway.start()) {
            gateway.stopStatusEndpoints();
            HttpResponse<String> status = status(gateway, guid());
            assertThat(status.statusCode()).isEqualTo(503);
            assertThat(status.headers().firstValue("Retry-After")).isPresent();
            assertThat(gateway.post(CASES, guid(), WHOLE, "Prefer", "respond-async")
                            .statusCode())
                    .isEqualTo(202);
        }
    }

    private static HttpResponse<String> status(Gateway gateway, String id) {
        return gateway.get(CASES + "/" + id);
    }

    private static String guid() {
        return UUID.randomUUID().toString();
    }
}
