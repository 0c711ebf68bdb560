package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatisticsTest extends SandboxTest {

    @Test
    void the_sandbox_counts_calls_records_and_sign_ins() {
        org.post(COLLECTIONS, collection(caseRecords(3)));
        org.post(COLLECTIONS, collection(caseRecords(4)));
        org.patch(DATA + "/sobjects/Case/Caseline_Correlation_Id__c/correlation-0000", Map.of("Subject", "x"));

        JsonNode stats = org.get("/sandbox/stats").json();

        assertThat(stats.path("cases").asInt()).isEqualTo(4);
        assertThat(stats.path("apiCalls").asInt()).isEqualTo(3);
        assertThat(stats.path("apiUsage").asInt()).isPositive();
        assertThat(stats.path("recordsInserted").asInt()).isEqualTo(4);
        assertThat(stats.path("recordsUpdated").asInt()).isEqualTo(1);
        assertThat(stats.path("recordsRefused").asInt()).isEqualTo(3);
        assertThat(stats.path("duplicatesRefused").asInt()).isEqualTo(3);
        assertThat(stats.path("signIns").asInt()).isEqualTo(1);
        assertThat(stats.path("mostConcurrent").asInt()).isEqualTo(1);

        assertThat(org.delete("/sandbox/cases").status()).isEqualTo(204);
        assertThat(org.get("/sandbox/stats").json().path("cases").asInt()).isZero();
    }

    @Test
    void the_latest_calls_are_listed_with_the_external_ids_that_they_write() {
        org.delete("/sandbox/stats");
        org.post(COLLECTIONS, collection(caseRecords(2)));

        JsonNode call = org.get("/sandbox/calls").json().path(0);
        assertThat(call.path("method").asString()).isEqualTo("POST");
        assertThat(call.path("path").asString()).isEqualTo(COLLECTIONS);
        assertThat(call.path("gzip").asBoolean()).isFalse();
        assertThat(call.path("acceptsGzip").asBoolean()).isTrue();
        assertThat(call.path("externalIds").valueStream().map(JsonNode::asString))
                .containsExactly("correlation-0000", "correlation-0001");
    }
}
