package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.caseRecord;
import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Faults that choose records, or calls that contain them. */
class FailingRecordsTest extends SandboxTest {

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
    void a_fraction_of_records_gets_lock_errors_repeatable_by_its_seed() {
        List<String> first = lockErrorsWith(Map.of("lockErrorRate", 0.3, "seed", 7));
        List<String> again = lockErrorsWith(Map.of("lockErrorRate", 0.3, "seed", 7));
        List<String> other = lockErrorsWith(Map.of("lockErrorRate", 0.3, "seed", 8));

        assertThat(first).contains("", "UNABLE_TO_LOCK_ROW").isEqualTo(again).isNotEqualTo(other);
        assertThat(first.stream().filter("UNABLE_TO_LOCK_ROW"::equals).count()).isBetween(30L, 90L);
    }

    @Test
    void chosen_records_fail_with_the_chosen_error() {
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
    void an_empty_text_matches_every_record() {
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
    void the_automation_fails_for_all_records_of_a_large_collection() {
        faults(Map.of("maxRecordsPerCall", 2));

        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(3))).json()))
                .containsOnly("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY");
        assertThat(codes(org.post(COLLECTIONS, collection(caseRecords(2))).json()))
                .containsOnly("");
    }

    @Test
    void a_hidden_field_is_neither_described_nor_accepted() {
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

        Response refused =
                org.post(COLLECTIONS, collection(List.of(caseRecord("good", "1"), caseRecord("some poison", "2"))));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path(0).path("errorCode").asString()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(org.post(COLLECTIONS, collection(List.of(caseRecord("good", "1"))))
                        .status())
                .isEqualTo(200);
        assertThat(org.count()).isEqualTo(1);
    }

    private List<String> lockErrorsWith(Map<String, Object> faults) {
        org.delete("/sandbox/cases");
        faults(faults);
        return codes(org.post(COLLECTIONS, collection(caseRecords(200))).json());
    }
}
