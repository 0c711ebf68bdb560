package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.caseRecord;
import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static io.caseline.sandbox.SandboxClient.escaped;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CompositeTest extends SandboxTest {

    private static final String INSERT = DATA + "/composite/sobjects";

    @Test
    void one_call_inserts_two_hundred_cases_and_reads_their_numbers() {
        String ids = caseRecords(200).stream()
                .map(each -> "'" + each.get("Caseline_Correlation_Id__c") + "'")
                .collect(Collectors.joining(","));
        String soql = "SELECT Id, CaseNumber, Caseline_Correlation_Id__c FROM Case"
                + " WHERE Caseline_Correlation_Id__c IN (" + ids + ")";
        long before = usage();

        JsonNode response = composite(
                false,
                List.of(
                        part("POST", INSERT, "cases", collection(caseRecords(200))),
                        part("GET", DATA + "/query?q=" + escaped(soql), "numbers")));

        JsonNode insert = response.path(0);
        assertThat(insert.path("httpStatusCode").asInt()).isEqualTo(200);
        assertThat(insert.path("referenceId").asString()).isEqualTo("cases");
        assertThat(insert.path("httpHeaders").isObject()).isTrue();
        assertThat(insert.path("body").size()).isEqualTo(200);
        JsonNode query = response.path(1).path("body");
        assertThat(query.path("totalSize").asInt()).isEqualTo(200);
        assertThat(query.path("done").asBoolean()).isTrue();
        assertThat(query.path("records").path(0).path("CaseNumber").asString()).matches("\\d{8}");
        assertThat(usage()).as("the call and the query of the usage").isEqualTo(before + 2);
    }

    @Test
    void a_later_part_refers_to_an_earlier_response() {
        JsonNode response = composite(
                false,
                List.of(
                        part("POST", DATA + "/sobjects/Case", "one", Map.of("Subject", "first")),
                        part("PATCH", DATA + "/sobjects/Case/@{one.id}", "two", Map.of("Description", "is @{one.id}")),
                        part(
                                "GET",
                                DATA + "/query?q=" + escaped("SELECT Id FROM Case WHERE Id = '") + "@{one.id}'",
                                "three"),
                        part("GET", DATA + "/sobjects/Case/@{three.records[0].Id}?fields=Description", "four")));

        assertThat(response.path(0).path("httpStatusCode").asInt()).isEqualTo(201);
        String id = response.path(0).path("body").path("id").asString();
        assertThat(response.path(0).path("httpHeaders").path("Location").asString())
                .endsWith(id);
        assertThat(response.path(1).path("httpStatusCode").asInt()).isEqualTo(204);
        assertThat(response.path(1).path("body").isNull()).isTrue();
        assertThat(response.path(3).path("body").path("Description").asString()).isEqualTo("is " + id);
    }

    @Test
    void an_element_of_a_list_is_referred_to_by_index() {
        JsonNode response = composite(
                false,
                List.of(
                        part("POST", INSERT, "all", collection(List.of(caseRecord("a", "1"), caseRecord("b", "2")))),
                        part("GET", DATA + "/sobjects/Case/@{all[1].id}", "second")));

        assertThat(response.path(1).path("body").path("Subject").asString()).isEqualTo("b");
    }

    @Test
    void parts_that_depend_on_a_failed_part_are_halted_and_others_are_executed() {
        JsonNode response = composite(
                false,
                List.of(
                        part("POST", DATA + "/sobjects/Case", "bad", Map.of("SuppliedEmail", "x")),
                        part("GET", DATA + "/sobjects/Case/@{bad.id}", "dependent"),
                        part("POST", DATA + "/sobjects/Case", "good", Map.of("Subject", "x"))));

        assertThat(response.path(0).path("httpStatusCode").asInt()).isEqualTo(400);
        assertThat(code(response.path(0))).isEqualTo("INVALID_EMAIL_ADDRESS");
        assertThat(response.path(1).path("httpStatusCode").asInt()).isEqualTo(400);
        assertThat(code(response.path(1))).isEqualTo("PROCESSING_HALTED");
        assertThat(response.path(1).path("body").path(0).path("message").asString())
                .startsWith("Invalid reference specified. No value for bad.id found in bad");
        assertThat(response.path(2).path("httpStatusCode").asInt()).isEqualTo(201);
    }

    @Test
    void text_in_the_form_of_a_reference_is_treated_as_one() {
        JsonNode response = composite(
                false, List.of(part("POST", DATA + "/sobjects/Case", "one", Map.of("Subject", "pay @{me.now}"))));

        assertThat(code(response.path(0))).isEqualTo("PROCESSING_HALTED");
    }

    @Test
    void all_or_none_rolls_back_every_part_when_one_fails() {
        JsonNode response = composite(
                true,
                List.of(
                        part("POST", DATA + "/sobjects/Case", "one", Map.of("Subject", "x")),
                        part("POST", DATA + "/sobjects/Case", "bad", Map.of("SuppliedEmail", "x")),
                        part("POST", DATA + "/sobjects/Case", "three", Map.of("Subject", "x"))));

        assertThat(code(response.path(0))).isEqualTo("PROCESSING_HALTED");
        assertThat(response.path(0).path("body").path(0).path("message").asString())
                .isEqualTo("The transaction was rolled back since another operation in the same transaction failed.");
        assertThat(code(response.path(1))).isEqualTo("INVALID_EMAIL_ADDRESS");
        assertThat(code(response.path(2))).isEqualTo("PROCESSING_HALTED");
        assertThat(org.count()).isZero();
        assertThat(org.get("/sandbox/stats").json().path("recordsInserted").asInt())
                .isZero();
    }

    @Test
    void all_or_none_applies_to_collections() {
        JsonNode response = composite(
                true,
                List.of(
                        part("POST", DATA + "/sobjects/Case", "one", Map.of("Subject", "x")),
                        part("POST", INSERT, "two", collection(List.of(caseRecord("a", "1"), caseRecord("b", "1"))))));

        JsonNode results = response.path(1).path("body");
        assertThat(response.path(1).path("httpStatusCode").asInt()).isEqualTo(200);
        assertThat(results.path(0).path("errors").path(0).path("statusCode").asString())
                .isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(results.path(1).path("errors").path(0).path("statusCode").asString())
                .isEqualTo("DUPLICATE_VALUE");
        assertThat(code(response.path(0))).isEqualTo("PROCESSING_HALTED");
        assertThat(org.count()).isZero();
    }

    @Test
    void all_or_none_keeps_every_part_when_all_succeed() {
        composite(
                true,
                List.of(
                        part("POST", DATA + "/sobjects/Case", "one", Map.of("Subject", "x")),
                        part("POST", INSERT, "two", collection(List.of(caseRecord("a", "1"))))));

        assertThat(org.count()).isEqualTo(2);
    }

    @Test
    void a_part_that_does_not_exist_fails_alone() {
        JsonNode response = composite(
                false,
                List.of(
                        part("GET", DATA + "/nothing", "one"),
                        part("GET", "/elsewhere", "two"),
                        part("POST", DATA + "/composite", "three", Map.of()),
                        part("GET", DATA + "/query?q=SELECT", "four"),
                        part("GET", DATA + "/limits", "five")));

        assertThat(response.path(0).path("httpStatusCode").asInt()).isEqualTo(404);
        assertThat(response.path(1).path("httpStatusCode").asInt()).isEqualTo(404);
        assertThat(code(response.path(2))).isEqualTo("INVALID_INPUT");
        assertThat(code(response.path(3))).isEqualTo("MALFORMED_QUERY");
        assertThat(response.path(4)
                        .path("body")
                        .path("DailyApiRequests")
                        .path("Max")
                        .asInt())
                .isEqualTo(100_000);
    }

    @Test
    void a_call_has_at_most_twenty_five_parts_and_five_of_them_collections_or_queries() {
        assertThat(composite(false, limits(25)).size()).isEqualTo(25);
        assertError(send(false, limits(26)), 400, "INVALID_INPUT", "25");
        assertThat(composite(false, queries(5)).size()).isEqualTo(5);
        assertError(send(false, queries(6)), 400, "INVALID_INPUT", "5");
    }

    @Test
    void parts_need_unique_reference_ids() {
        assertError(
                send(false, List.of(part("GET", DATA + "/limits", "one"), part("GET", DATA + "/limits", "one"))),
                400,
                "INVALID_INPUT",
                "Duplicate referenceId provided: one");
        assertError(send(false, List.of(part("GET", DATA + "/limits", "a.b"))), 400, "INVALID_INPUT", "'a.b'");
        assertError(send(false, List.of(Map.of("method", "GET"))), 400, "INVALID_INPUT", "referenceId");
        assertError(org.post(DATA + "/composite", "{}"), 400, "JSON_PARSER_ERROR", "compositeRequest");
    }

    private static List<Map<String, Object>> limits(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> part("GET", DATA + "/limits", "part" + i))
                .toList();
    }

    private static List<Map<String, Object>> queries(int count) {
        String query = DATA + "/query?q=SELECT+Id+FROM+Case";
        return IntStream.range(0, count)
                .mapToObj(i -> part("GET", query, "part" + i))
                .toList();
    }

    private JsonNode composite(boolean allOrNone, List<Map<String, Object>> parts) {
        Response response = send(allOrNone, parts);
        assertThat(response.status()).isEqualTo(200);
        return response.json().path("compositeResponse");
    }

    private Response send(boolean allOrNone, List<Map<String, Object>> parts) {
        return org.post(
                DATA + "/composite",
                Map.of("allOrNone", allOrNone, "collateSubrequests", false, "compositeRequest", parts));
    }

    private static Map<String, Object> part(String method, String url, String referenceId) {
        return Map.of("method", method, "url", url, "referenceId", referenceId);
    }

    private static Map<String, Object> part(String method, String url, String referenceId, Object body) {
        return Map.of("method", method, "url", url, "referenceId", referenceId, "body", body);
    }

    private static String code(JsonNode response) {
        return response.path("body").path(0).path("errorCode").asString();
    }

    private long usage() {
        String info = org.get(DATA + "/limits").header("Sforce-Limit-Info");
        return Long.parseLong(info.replaceAll("api-usage=(\\d+)/\\d+", "$1"));
    }
}
