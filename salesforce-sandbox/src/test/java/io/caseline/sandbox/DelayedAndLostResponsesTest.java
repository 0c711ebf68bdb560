package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caseline.sandbox.SandboxClient.Response;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that are executed, but whose response is late, incomplete or missing. */
class DelayedAndLostResponsesTest extends SandboxTest {

    @Test
    void a_client_that_gives_up_during_the_latency_leaves_a_case() {
        faults(Map.of("latency", 3000));

        assertThatThrownBy(() -> org.send(org.request(CASES)
                        .timeout(Duration.ofSeconds(1))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{}"))))
                .hasCauseInstanceOf(HttpTimeoutException.class);

        await().until(() -> stat("cases") == 1);
        await().until(() -> stat("concurrent") == 0);
    }

    @Test
    void a_held_call_is_executed_when_the_faults_are_set_again() {
        faults(Map.of("hold", 1));
        CompletableFuture<Response> held =
                CompletableFuture.supplyAsync(() -> org.post(CASES, Map.of("Subject", "held")));
        await().until(() -> stat("concurrent") == 1);

        assertThat(org.post(CASES, Map.of("Subject", "next")).status()).isEqualTo(201);
        assertThat(held).isNotDone();
        org.delete("/sandbox/faults");

        assertThat(held.join().status()).isEqualTo(201);
        assertThat(org.count()).isEqualTo(2);
    }

    @Test
    void a_call_is_committed_and_gets_no_response() throws Exception {
        faults(Map.of("commitThenTimeOut", 1));
        CompletableFuture<Response> call = CompletableFuture.supplyAsync(() -> org.post(CASES, caseFields("kept")));

        await().untilAsserted(() -> assertThat(org.count()).isEqualTo(1));
        assertThat(call).isNotDone();
        assertError(org.post(CASES, caseFields("kept")), 400, "DUPLICATE_VALUE", "duplicate value found");
        assertThat(call).isNotDone();

        org.delete("/sandbox/faults");
        assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void the_next_responses_are_cut_off_in_the_middle() {
        faults(Map.of("truncate", 2));

        assertThatThrownBy(() -> org.post(CASES, caseFields("one"))).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> org.post(COLLECTIONS, collection(caseRecords(200))))
                .hasRootCauseInstanceOf(IOException.class);

        assertThat(org.count()).isEqualTo(201);
    }

    @Test
    void a_response_lacks_the_last_result_of_an_executed_call() {
        faults(Map.of("omitResults", 1));

        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .hasSize(2);
        assertThat(org.count()).isEqualTo(3);
        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .hasSize(3);
    }

    private int stat(String name) {
        return org.get("/sandbox/stats").json().path(name).asInt();
    }

    private static Map<String, Object> caseFields(String correlationId) {
        return Map.of("Caseline_Correlation_Id__c", correlationId, "Subject", "x");
    }
}
