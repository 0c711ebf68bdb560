package io.caseline.sandbox;

import static io.caseline.sandbox.Org.DATA;
import static io.caseline.sandbox.Org.caseRecord;
import static io.caseline.sandbox.Org.caseRecords;
import static io.caseline.sandbox.Org.collection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caseline.sandbox.Org.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Faults of whole calls: fixed responses, refusals, holds, limits of the automation, fields that are gone. */
class CallFaultsTest extends SandboxTest {
    private static final String CASES = DATA + "/sobjects/Case";
    private static final String COLLECTIONS = DATA + "/composite/sobjects";

    @Test
    void every_call_gets_the_fixed_response_and_sign_ins_do_not() {
        faults(Map.of("callResponse", Map.of("status", 503, "html", "<html>Down for maintenance</html>")));

        Reply reply = org.post(CASES, Map.of("Subject", "x"));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).isEqualTo("<html>Down for maintenance</html>");
        assertThat(org.signIn("client_credentials").status()).isEqualTo(200);
        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void every_sign_in_gets_the_fixed_response_and_calls_do_not() {
        faults(Map.of("signInResponse", Map.of("status", 302)));

        Reply reply = org.signIn("client_credentials");
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.text()).isEmpty();
        assertThat(org.get(DATA + "/limits").status()).isEqualTo(200);
    }

    @Test
    void calls_that_contain_a_text_are_refused_as_a_whole() {
        faults(Map.of(
                "failCalls",
                List.of(Map.of(
                        "contains",
                        "poison",
                        "status",
                        400,
                        "errorCode",
                        "JSON_PARSER_ERROR",
                        "message",
                        "Unexpected character"))));

        Reply refused =
                org.post(COLLECTIONS, collection(List.of(caseRecord("good", "1"), caseRecord("some poison", "2"))));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path(0).path("errorCode").asString()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(org.post(COLLECTIONS, collection(List.of(caseRecord("good", "1"))))
                        .status())
                .isEqualTo(200);
        assertThat(org.count()).isEqualTo(1);
    }

    @Test
    void a_call_that_is_held_is_carried_out_when_the_faults_are_set_again() {
        faults(Map.of("hold", 1));
        CompletableFuture<Reply> held = CompletableFuture.supplyAsync(() -> org.post(CASES, Map.of("Subject", "held")));
        await().until(() -> org.get("/sandbox/stats").json().path("concurrent").asInt() == 1);

        assertThat(org.post(CASES, Map.of("Subject", "next")).status()).isEqualTo(201);
        assertThat(held).isNotDone();
        org.delete("/sandbox/faults");

        assertThat(held.join().status()).isEqualTo(201);
        assertThat(org.count()).isEqualTo(2);
    }

    @Test
    void the_automation_fails_for_all_records_of_a_collection_that_is_too_big() {
        faults(Map.of("maxRecordsPerCall", 2));

        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .containsOnly("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(2))).json()))
                .containsOnly("");
    }

    @Test
    void a_hidden_field_is_neither_described_nor_taken() {
        faults(Map.of("hiddenFields", List.of("Subject")));

        assertThat(org.get(CASES + "/describe")
                        .json()
                        .path("fields")
                        .valueStream()
                        .map(field -> field.path("name").asString()))
                .contains("Description")
                .doesNotContain("Subject");
        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(1))).json()))
                .containsExactly("INVALID_FIELD");
    }

    @Test
    void a_response_lacks_the_last_result_of_what_was_carried_out() {
        faults(Map.of("omitResults", 1));

        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .hasSize(2);
        assertThat(org.count()).isEqualTo(3);
        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .hasSize(3);
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

    private void faults(Map<String, Object> faults) {
        Reply reply = org.put("/sandbox/faults", faults);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private static List<String> codes(JsonNode results) {
        return results.valueStream()
                .map(result -> result.path("errors").path(0).path("statusCode").asString(""))
                .toList();
    }
}
