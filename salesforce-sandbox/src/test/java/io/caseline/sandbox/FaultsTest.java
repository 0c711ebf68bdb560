package io.caseline.sandbox;

import static io.caseline.sandbox.Org.DATA;
import static io.caseline.sandbox.Org.caseRecord;
import static io.caseline.sandbox.Org.caseRecords;
import static io.caseline.sandbox.Org.collection;
import static io.caseline.sandbox.SingleRecordTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caseline.sandbox.Org.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FaultsTest extends SandboxTest {

    private static final String CASES = DATA + "/sobjects/Case";
    private static final String COLLECTIONS = DATA + "/composite/sobjects";
    private static final String LIMITS = DATA + "/limits";

    @Test
    void a_call_takes_the_latency_and_more_for_each_record() {
        faults(Map.of("latency", 100, "latencyPerRecord", 2.5));

        assertThat(timeOf(() -> org.get(LIMITS))).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(timeOf(() -> org.post(COLLECTIONS, collection(caseRecords(200)))))
                .isGreaterThanOrEqualTo(Duration.ofMillis(600));
    }

    @Test
    void an_outage_closes_the_connection_without_an_answer() {
        faults(Map.of("outage", true));

        assertThatThrownBy(() -> org.post(CASES, Map.of("Subject", "x"))).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> org.get(LIMITS)).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> org.signIn("client_credentials")).hasRootCauseInstanceOf(IOException.class);
        assertThat(org.get("/").status()).isEqualTo(200);

        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void every_call_gets_the_status() {
        faults(Map.of("status", 503));

        Reply reply = org.post(CASES, Map.of("Subject", "x"));

        assertError(reply, 503, "SERVER_UNAVAILABLE", "503");
        assertThat(reply.header("Sforce-Limit-Info")).matches("api-usage=\\d+/100000");
        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void sessions_expire_once() {
        faults(Map.of("expireSessions", true));

        assertError(org.get(LIMITS), 401, "INVALID_SESSION_ID", "Session expired or invalid");
        assertThat(org.get("/sandbox/faults").json().path("expireSessions").asBoolean())
                .isFalse();
        assertThat(org.signIn().get(LIMITS).status()).isEqualTo(200);
    }

    @Test
    void sign_ins_fail() {
        faults(Map.of("signInFails", true));

        Reply reply = org.signIn("client_credentials");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asString()).isEqualTo("invalid_client");
        assertThat(org.get(LIMITS).status()).as("who is signed in stays so").isEqualTo(200);
    }

    @Test
    void a_used_up_quota_refuses_every_call_until_it_is_off_again() {
        faults(Map.of("quotaUsed", true));

        Reply reply = org.post(CASES, Map.of("Subject", "x"));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.text())
                .isEqualTo(
                        "[{\"message\":\"TotalRequests Limit exceeded.\",\"errorCode\":\"REQUEST_LIMIT_EXCEEDED\"}]");
        assertThat(reply.header("Sforce-Limit-Info")).isEqualTo("api-usage=100000/100000");
        org.delete("/sandbox/faults");
        assertThat(org.count()).isZero();
    }

    @Test
    void the_usage_can_be_set_and_goes_on_from_there() {
        faults(Map.of("apiUsage", 99_998));

        assertThat(org.get(LIMITS).header("Sforce-Limit-Info")).isEqualTo("api-usage=99999/100000");
        JsonNode last = org.get(LIMITS).json().path("DailyApiRequests");
        assertThat(last.path("Max").asInt()).isEqualTo(100_000);
        assertThat(last.path("Remaining").asInt()).isZero();
        assertError(org.get(LIMITS), 403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");

        faults(Map.of("apiUsage", 0));
        assertThat(org.get(LIMITS).header("Sforce-Limit-Info")).isEqualTo("api-usage=1/100000");
    }

    @Test
    void the_next_records_get_lock_errors() {
        faults(Map.of("lockErrors", 2));

        JsonNode results = org.post(COLLECTIONS, collection(caseRecords(3))).json();

        assertThat(codes(results)).containsExactly("UNABLE_TO_LOCK_ROW", "UNABLE_TO_LOCK_ROW", "");
        assertThat(results.path(0).path("errors").path(0).path("message").asString())
                .isEqualTo("unable to obtain exclusive access to this record");
        assertThat(org.get("/sandbox/faults").json().path("lockErrors").asInt()).isZero();
        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .containsExactly("", "", "DUPLICATE_VALUE");
    }

    @Test
    void a_fraction_of_records_gets_lock_errors_the_same_ones_for_the_same_seed() {
        List<String> first = lockErrorsWith(Map.of("lockErrorRate", 0.3, "seed", 7));
        List<String> again = lockErrorsWith(Map.of("lockErrorRate", 0.3, "seed", 7));
        List<String> other = lockErrorsWith(Map.of("lockErrorRate", 0.3, "seed", 8));

        assertThat(first).contains("", "UNABLE_TO_LOCK_ROW").isEqualTo(again).isNotEqualTo(other);
        assertThat(first.stream().filter("UNABLE_TO_LOCK_ROW"::equals).count()).isBetween(30L, 90L);
    }

    @Test
    void chosen_records_fail_as_told() {
        faults(Map.of(
                "failRecords",
                List.of(
                        Map.of(
                                "field",
                                "Subject",
                                "contains",
                                "poison",
                                "statusCode",
                                "FIELD_CUSTOM_VALIDATION_EXCEPTION",
                                "message",
                                "No poison"),
                        Map.of(
                                "field",
                                "Caseline_Program__c",
                                "equals",
                                "p1",
                                "statusCode",
                                "STORAGE_LIMIT_EXCEEDED",
                                "message",
                                "full"))));

        JsonNode results = org.post(
                        COLLECTIONS,
                        collection(List.of(
                                caseRecord("good", "1"),
                                caseRecord("some poison here", "2"),
                                Map.of("attributes", Map.of("type", "Case"), "Caseline_Program__c", "p1"),
                                Map.of("attributes", Map.of("type", "Case"), "Caseline_Program__c", "p11"))))
                .json();

        assertThat(codes(results))
                .containsExactly("", "FIELD_CUSTOM_VALIDATION_EXCEPTION", "STORAGE_LIMIT_EXCEEDED", "");
        assertThat(results.path(1).path("errors").path(0).path("message").asString())
                .isEqualTo("No poison");
        assertError(
                org.post(CASES, Map.of("Subject", "poison")), 400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "No poison");
    }

    @Test
    void an_empty_text_is_part_of_every_record() {
        faults(Map.of(
                "failRecords",
                List.of(Map.of(
                        "field",
                        "Subject",
                        "contains",
                        "",
                        "statusCode",
                        "STORAGE_LIMIT_EXCEEDED",
                        "message",
                        "full"))));

        assertError(org.post(CASES, Map.of()), 400, "STORAGE_LIMIT_EXCEEDED", "full");
    }

    @Test
    void a_call_is_committed_and_never_answered() throws Exception {
        faults(Map.of("commitThenTimeOut", 1));
        CompletableFuture<Reply> call = CompletableFuture.supplyAsync(() -> org.post(CASES, caseFields("kept")));

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
    void the_next_answers_break_off_in_the_middle() {
        faults(Map.of("truncate", 2));

        assertThatThrownBy(() -> org.post(CASES, caseFields("one"))).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> org.post(COLLECTIONS, collection(caseRecords(200))))
                .hasRootCauseInstanceOf(IOException.class);

        assertThat(org.count()).isEqualTo(201);
    }

    @Test
    void faults_are_shown_as_they_are_and_left_out_ones_are_off() {
        faults(Map.of("latency", 5, "truncate", 3));
        faults(Map.of("lockErrors", 2));

        JsonNode now = org.get("/sandbox/faults").json();

        assertThat(now.path("latency").asInt()).isZero();
        assertThat(now.path("truncate").asInt()).isZero();
        assertThat(now.path("lockErrors").asInt()).isEqualTo(2);
        assertThat(now.path("status").isNull()).isTrue();
        assertThat(org.put("/sandbox/faults", now).json())
                .as("what GET gives, PUT takes")
                .isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"latency": -1}                       | latency
            {"latency": "slow"}                   | latency
            {"latency": 1.5}                      | latency
            {"latencyPerRecord": -0.1}            | latencyPerRecord
            {"outage": "yes"}                     | outage
            {"callResponse": {"status": 99}}      | callResponse.status
            {"hiddenFields": ["Foo"]}             | hiddenFields[0]
            {"status": 200}                       | status
            {"lockErrors": -1}                    | lockErrors
            {"lockErrorRate": 1.1}                | lockErrorRate
            {"apiUsage": -1}                      | apiUsage
            {"commitThenTimeOut": true}           | commitThenTimeOut
            {"latenzy": 1}                        | latenzy
            {"failRecords": [{"field": "Foo", "contains": "x", "statusCode": "X", "message": "x"}]}     | failRecords[0].field
            {"failRecords": [{"contains": "x", "statusCode": "X", "message": "x"}]}                     | failRecords[0].field
            {"failRecords": [{"field": "Subject", "contains": "x", "statusCode": " ", "message": "x"}]} | failRecords[0].statusCode
            {"failRecords": [{"field": "Subject", "statusCode": "X", "message": "x"}]}                  | failRecords[0]
            {                                     | ~~
            """)
    void a_wrong_fault_is_refused_by_name(String body, String field) {
        Reply reply = org.put("/sandbox/faults", body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("field").asString()).isEqualTo(field);
        assertThat(reply.json().path("message").asString()).isNotBlank();
    }

    @Test
    void the_sandbox_counts_what_happens() {
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

    private void faults(Map<String, Object> faults) {
        Reply reply = org.put("/sandbox/faults", faults);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private List<String> lockErrorsWith(Map<String, Object> faults) {
        org.delete("/sandbox/cases");
        faults(faults);
        return codes(org.post(COLLECTIONS, collection(caseRecords(200))).json());
    }

    private static Map<String, Object> caseFields(String correlationId) {
        return Map.of("Caseline_Correlation_Id__c", correlationId, "Subject", "x");
    }

    private static List<String> codes(JsonNode results) {
        return results.valueStream()
                .map(result -> result.path("errors").path(0).path("statusCode").asString(""))
                .toList();
    }

    private static Duration timeOf(Runnable call) {
        long start = System.nanoTime();
        call.run();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
