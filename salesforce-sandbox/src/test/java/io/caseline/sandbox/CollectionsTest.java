package io.caseline.sandbox;

import static io.caseline.sandbox.Org.DATA;
import static io.caseline.sandbox.Org.caseRecord;
import static io.caseline.sandbox.Org.caseRecords;
import static io.caseline.sandbox.Org.collection;
import static io.caseline.sandbox.SingleRecordTest.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.Org.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CollectionsTest extends SandboxTest {

    private static final String COLLECTIONS = DATA + "/composite/sobjects";

    @Test
    void two_hundred_records_go_in_with_one_call() {
        Reply reply = org.post(COLLECTIONS, collection(caseRecords(200)));

        assertThat(reply.status()).isEqualTo(200);
        Set<String> ids = new HashSet<>();
        for (JsonNode result : reply.json()) {
            assertThat(result.path("success").asBoolean()).isTrue();
            assertThat(result.path("errors").isEmpty()).isTrue();
            ids.add(result.path("id").asString());
        }
        assertThat(ids).hasSize(200);
        assertThat(org.count()).isEqualTo(200);
    }

    @Test
    void results_come_in_the_order_of_the_records_and_failures_stay_alone() {
        String existing = org.create(Map.of("Caseline_Correlation_Id__c", "taken"));

        JsonNode results = org.post(
                        COLLECTIONS,
                        collection(List.of(
                                caseRecord("first", "z"),
                                caseRecord("second", "taken"),
                                caseRecord("x".repeat(256), "y"),
                                Map.of("attributes", Map.of("type", "Case"), "Foo", 1),
                                caseRecord("last", "a"))))
                .json();

        assertThat(results.size()).isEqualTo(5);
        assertThat(subjectOf(results.path(0))).isEqualTo("first");
        assertThat(results.path(1).toString())
                .isEqualTo("{\"success\":false,\"errors\":[{\"statusCode\":\"DUPLICATE_VALUE\",\"message\":\"duplicate"
                        + " value found: Caseline_Correlation_Id__c duplicates value on record with id: " + existing
                        + "\",\"fields\":[]}]}");
        assertThat(code(results.path(2))).isEqualTo("STRING_TOO_LONG");
        assertThat(results.path(2).path("errors").path(0).path("fields").path(0).asString())
                .isEqualTo("Subject");
        assertThat(code(results.path(3))).isEqualTo("INVALID_FIELD");
        assertThat(subjectOf(results.path(4))).isEqualTo("last");
        assertThat(org.count()).isEqualTo(3);
    }

    @Test
    void the_same_external_id_twice_in_a_call_makes_one_case() {
        JsonNode results = org.post(
                        COLLECTIONS, collection(List.of(caseRecord("first", "one"), caseRecord("second", "ONE"))))
                .json();

        assertThat(results.path(0).path("success").asBoolean()).isTrue();
        assertThat(code(results.path(1))).isEqualTo("DUPLICATE_VALUE");
        assertThat(results.path(1).path("errors").path(0).path("message").asString())
                .endsWith(results.path(0).path("id").asString());
    }

    @Test
    void all_or_none_leaves_nothing_when_one_record_fails() {
        Reply reply = org.post(
                COLLECTIONS,
                Map.of(
                        "allOrNone",
                        true,
                        "records",
                        List.of(caseRecord("good", "1"), caseRecord("x".repeat(256), "2"))));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(code(reply.json().path(0))).isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(code(reply.json().path(1))).isEqualTo("STRING_TOO_LONG");
        assertThat(org.count()).isZero();
    }

    @Test
    void a_record_of_another_type_fails_alone() {
        JsonNode results = org.post(
                        COLLECTIONS,
                        collection(List.of(
                                Map.of("attributes", Map.of("type", "Account"), "Name", "x"), caseRecord("good", "1"))))
                .json();

        assertThat(code(results.path(0))).isEqualTo("INVALID_TYPE");
        assertThat(results.path(1).path("success").asBoolean()).isTrue();
    }

    @Test
    void more_than_two_hundred_records_are_refused_as_a_whole() {
        assertError(
                org.post(COLLECTIONS, collection(caseRecords(201))),
                400,
                "EXCEEDED_ID_LIMIT",
                "record limit reached. cannot submit more than 200 records into this call");
        assertThat(org.count()).isZero();
    }

    @Test
    void a_malformed_request_is_refused_as_a_whole() {
        assertError(org.post(COLLECTIONS, "{\"records\": ["), 400, "JSON_PARSER_ERROR", "line:1");
        assertError(org.post(COLLECTIONS, "{}"), 400, "JSON_PARSER_ERROR", "records");
        assertError(
                org.post(COLLECTIONS, "{\"records\": [{\"attributes\": {\"type\": \"Case\"}, \"Subject\": 5}]}"),
                400,
                "JSON_PARSER_ERROR",
                "Cannot deserialize instance of string from VALUE_NUMBER_INT value 5");
        assertError(org.post(COLLECTIONS, "{\"records\": [null]}"), 400, "JSON_PARSER_ERROR", "sobject");
    }

    @Test
    void records_are_updated_by_their_ids() {
        String first = org.create(Map.of("Subject", "one"));
        String second = org.create(Map.of("Subject", "two"));
        Map<String, String> type = Map.of("type", "Case");

        JsonNode results = org.patch(
                        COLLECTIONS,
                        collection(List.of(
                                Map.of("attributes", type, "id", first, "Status", "Working"),
                                Map.of("attributes", type, "Id", "500gL00000000009", "Status", "Working"),
                                Map.of("attributes", type, "Id", "500gL0000000999", "Status", "Working"),
                                Map.of("attributes", type, "Status", "Working"),
                                Map.of("attributes", type, "Id", second, "SuppliedName", "Bob"))))
                .json();

        assertThat(results.path(0).path("success").asBoolean()).isTrue();
        assertThat(code(results.path(1))).isEqualTo("MALFORMED_ID");
        assertThat(code(results.path(2))).isEqualTo("INVALID_CROSS_REFERENCE_KEY");
        assertThat(code(results.path(3))).isEqualTo("MISSING_ARGUMENT");
        assertThat(code(results.path(4))).isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
        assertThat(org.get(DATA + "/sobjects/Case/" + first)
                        .json()
                        .path("Status")
                        .asString())
                .isEqualTo("Working");
    }

    @Test
    void an_update_of_all_or_none_is_undone_as_a_whole() {
        String id = org.create(Map.of("Subject", "one"));
        Map<String, String> type = Map.of("type", "Case");

        JsonNode results = org.patch(
                        COLLECTIONS,
                        Map.of(
                                "allOrNone",
                                true,
                                "records",
                                List.of(
                                        Map.of("attributes", type, "Id", id, "Subject", "two"),
                                        Map.of("attributes", type, "Id", id, "Subject", "x".repeat(256)))))
                .json();

        assertThat(code(results.path(0))).isEqualTo("ALL_OR_NONE_OPERATION_ROLLED_BACK");
        assertThat(subjectOf(Map.of("id", id))).isEqualTo("one");
    }

    @Test
    void an_upsert_of_many_says_which_it_created() {
        String existing = org.create(Map.of("Subject", "old", "Caseline_Correlation_Id__c", "one"));

        JsonNode results = org.patch(
                        COLLECTIONS + "/Case/Caseline_Correlation_Id__c",
                        collection(List.of(
                                caseRecord("new", "two"),
                                caseRecord("changed", "ONE"),
                                Map.of("attributes", Map.of("type", "Case"), "Subject", "none"))))
                .json();

        assertThat(results.path(0).path("created").asBoolean()).isTrue();
        assertThat(results.path(1).path("created").asBoolean()).isFalse();
        assertThat(results.path(1).path("id").asString()).isEqualTo(existing);
        assertThat(subjectOf(results.path(1))).isEqualTo("changed");
        assertThat(code(results.path(2))).isEqualTo("MISSING_ARGUMENT");
        assertError(
                org.patch(COLLECTIONS + "/Case/Subject", collection(List.of())), 400, "INVALID_FIELD", "External ID");
    }

    @Test
    void records_are_read_by_their_ids_with_null_for_the_unknown() {
        String first = org.create(Map.of("Subject", "one"));
        String second = org.create(Map.of("Subject", "two"));
        List<String> ids = List.of(second, "500gL0000000999", "nonsense", first);

        JsonNode found = org.post(COLLECTIONS + "/Case", Map.of("ids", ids, "fields", List.of("Id", "Subject")))
                .json();

        assertThat(found.size()).isEqualTo(4);
        assertThat(found.path(0).path("Subject").asString()).isEqualTo("two");
        assertThat(found.path(1).isNull()).isTrue();
        assertThat(found.path(2).isNull()).isTrue();
        assertThat(found.path(3).path("Id").asString()).isEqualTo(first);
        assertThat(org.get(COLLECTIONS + "/Case?fields=Subject&ids=" + String.join(",", ids))
                        .json()
                        .size())
                .isEqualTo(4);
        assertError(
                org.post(COLLECTIONS + "/Case", Map.of("ids", ids, "fields", List.of("Foo"))),
                400,
                "INVALID_FIELD",
                "No such column 'Foo'");
        assertError(org.post(COLLECTIONS + "/Case", Map.of("ids", ids)), 400, "JSON_PARSER_ERROR", "fields");
    }

    @Test
    void a_zipped_request_is_read_and_a_long_answer_is_zipped() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        String records = String.join(
                ",",
                caseRecords(50).stream()
                        .map(each -> """
                {"attributes": {"type": "Case"}, "Subject": "%s"}""".formatted(each.get("Subject")))
                        .toList());
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(("{\"records\": [" + records + "]}").getBytes(StandardCharsets.UTF_8));
        }

        Reply reply = org.send(org.request(COLLECTIONS)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(zipped.toByteArray())));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(reply.json().size()).isEqualTo(50);
        assertThat(org.count()).isEqualTo(50);
    }

    @Test
    void a_body_over_six_megabytes_is_refused() {
        assertError(
                org.post(COLLECTIONS, "{\"records\": [\"" + "x".repeat(6 * 1024 * 1024) + "\"]}"),
                413,
                "REQUEST_TOO_LARGE",
                "6291456");
    }

    @Test
    void a_body_that_is_not_json_is_refused() {
        Reply reply = org.send(
                org.request(COLLECTIONS).header("Content-Type", "text/plain").POST(BodyPublishers.ofString("hello")));

        assertError(reply, 415, "UNSUPPORTED_MEDIA_TYPE", "text/plain");
    }

    private String subjectOf(JsonNode result) {
        return subjectOf(Map.of("id", result.path("id").asString()));
    }

    private String subjectOf(Map<String, String> result) {
        return org.get(DATA + "/sobjects/Case/" + result.get("id"))
                .json()
                .path("Subject")
                .asString();
    }

    private static String code(JsonNode result) {
        assertThat(result.path("success").asBoolean()).isFalse();
        assertThat(result.has("id")).isFalse();
        return result.path("errors").path(0).path("statusCode").asString();
    }
}
