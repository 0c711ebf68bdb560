package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.caseRecord;
import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Collections: each record has its own result, in the order of the records. */
class OneResultPerRecordTest extends SandboxTest {

    @Test
    void one_call_inserts_two_hundred_records() {
        Response response = org.post(COLLECTIONS, collection(caseRecords(200)));

        assertThat(response.status()).isEqualTo(200);
        Set<String> ids = new HashSet<>();
        for (JsonNode result : response.json()) {
            assertThat(result.path("success").asBoolean()).isTrue();
            assertThat(result.path("errors").isEmpty()).isTrue();
            ids.add(result.path("id").asString());
        }
        assertThat(ids).hasSize(200);
        assertThat(org.count()).isEqualTo(200);
    }

    @Test
    void results_are_in_the_order_of_the_records_and_one_failure_affects_no_other_record() {
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
        assertThat(subjectOf(results.path(0).path("id").asString())).isEqualTo("first");
        assertThat(results.path(1).toString())
                .isEqualTo("{\"success\":false,\"errors\":[{\"statusCode\":\"DUPLICATE_VALUE\",\"message\":\"duplicate"
                        + " value found: Caseline_Correlation_Id__c duplicates value on record with id: " + existing
                        + "\",\"fields\":[]}]}");
        assertThat(errorCode(results.path(2))).isEqualTo("STRING_TOO_LONG");
        assertThat(results.path(2).path("errors").path(0).path("fields").path(0).asString())
                .isEqualTo("Subject");
        assertThat(errorCode(results.path(3))).isEqualTo("INVALID_FIELD");
        assertThat(subjectOf(results.path(4).path("id").asString())).isEqualTo("last");
        assertThat(org.count()).isEqualTo(3);
    }

    @Test
    void a_record_of_another_type_fails_alone() {
        JsonNode results = org.post(
                        COLLECTIONS,
                        collection(List.of(
                                Map.of("attributes", Map.of("type", "Account"), "Name", "x"), caseRecord("good", "1"))))
                .json();

        assertThat(errorCode(results.path(0))).isEqualTo("INVALID_TYPE");
        assertThat(results.path(1).path("success").asBoolean()).isTrue();
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
        assertThat(errorCode(results.path(1))).isEqualTo("MALFORMED_ID");
        assertThat(errorCode(results.path(2))).isEqualTo("INVALID_CROSS_REFERENCE_KEY");
        assertThat(errorCode(results.path(3))).isEqualTo("MISSING_ARGUMENT");
        assertThat(errorCode(results.path(4))).isEqualTo("INVALID_FIELD_FOR_INSERT_UPDATE");
        assertThat(org.get(DATA + "/sobjects/Case/" + first)
                        .json()
                        .path("Status")
                        .asString())
                .isEqualTo("Working");
    }

    @Test
    void records_are_read_by_their_ids_with_null_for_an_unknown_id() {
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
}
