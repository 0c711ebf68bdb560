package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConcurrentClientsTest extends SandboxTest {

    private static final int CLIENTS = 16;

    @Test
    void inserts_with_the_same_external_id_create_one_case() throws Exception {
        List<JsonNode> responses = atOnce(
                IntStream.range(0, CLIENTS).mapToObj(this::insertShuffled).toList());

        int created = 0;
        for (JsonNode response : responses) {
            assertThat(response.size()).isEqualTo(100);
            for (JsonNode result : response) {
                if (result.path("success").asBoolean()) {
                    created++;
                } else {
                    JsonNode error = result.path("errors").path(0);
                    assertThat(error.path("statusCode").asString()).isEqualTo("DUPLICATE_VALUE");
                    assertThat(error.path("message").asString()).matches(".*with id: 500\\w{15}");
                }
            }
        }
        assertThat(created).isEqualTo(100);
        assertThat(org.count()).isEqualTo(100);
        assertThat(org.get("/sandbox/stats").json().path("mostConcurrent").asInt())
                .isGreaterThan(1);
    }

    @Test
    void concurrent_updates_of_the_same_cases_all_succeed() throws Exception {
        List<String> ids = new ArrayList<>();
        org.post(DATA + "/composite/sobjects", collection(caseRecords(50)))
                .json()
                .forEach(result -> ids.add(result.path("id").asString()));

        List<JsonNode> responses = atOnce(IntStream.range(0, CLIENTS)
                .mapToObj(seed -> updateShuffled(ids, seed))
                .toList());

        assertThat(responses)
                .allSatisfy(response -> assertThat(response)
                        .allSatisfy(result ->
                                assertThat(result.path("success").asBoolean()).isTrue()));
    }

    private Callable<JsonNode> insertShuffled(int seed) {
        List<Map<String, Object>> records = new ArrayList<>(caseRecords(100));
        Collections.shuffle(records, new Random(seed));
        return () -> org.post(DATA + "/composite/sobjects", collection(records)).json();
    }

    private Callable<JsonNode> updateShuffled(List<String> ids, int seed) {
        List<Map<String, Object>> records = new ArrayList<>();
        for (String id : ids) {
            records.add(Map.of("attributes", Map.of("type", "Case"), "Id", id, "Subject", "by " + seed));
        }
        Collections.shuffle(records, new Random(seed));
        return () ->
                org.patch(DATA + "/composite/sobjects", collection(records)).json();
    }

    private static List<JsonNode> atOnce(List<Callable<JsonNode>> calls) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<JsonNode> responses = new ArrayList<>();
            for (Future<JsonNode> response : clients.invokeAll(calls)) {
                responses.add(response.get());
            }
            return responses;
        }
    }
}
