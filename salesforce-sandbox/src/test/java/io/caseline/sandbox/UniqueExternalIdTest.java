package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.caseRecord;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The external id identifies one case, regardless of case, in inserts, updates and upserts. */
class UniqueExternalIdTest extends SandboxTest {

    @Test
    void a_second_insert_with_the_same_external_id_is_refused() {
        String id = org.create(Map.of("Caseline_Correlation_Id__c", "ABC-1"));

        Response second = org.post(CASES, Map.of("Caseline_Correlation_Id__c", "abc-1"));

        assertThat(second.status()).isEqualTo(400);
        assertThat(second.text())
                .isEqualTo(
                        "[{\"message\":\"duplicate value found: Caseline_Correlation_Id__c duplicates value on record"
                                + " with id: " + id + "\",\"errorCode\":\"DUPLICATE_VALUE\",\"fields\":[]}]");
        assertThat(org.count()).isEqualTo(1);
    }

    @Test
    void the_same_external_id_twice_in_a_call_creates_one_case() {
        JsonNode results = org.post(
                        COLLECTIONS, collection(List.of(caseRecord("first", "one"), caseRecord("second", "ONE"))))
                .json();

        assertThat(results.path(0).path("success").asBoolean()).isTrue();
        assertThat(errorCode(results.path(1))).isEqualTo("DUPLICATE_VALUE");
        assertThat(results.path(1).path("errors").path(0).path("message").asString())
                .endsWith(results.path(0).path("id").asString());
    }

    @Test
    void an_update_to_an_existing_external_id_is_refused() {
        String first = org.create(Map.of("Caseline_Correlation_Id__c", "one"));
        String second = org.create(Map.of("Caseline_Correlation_Id__c", "two"));

        Response response = org.patch(CASES + "/" + second, Map.of("Caseline_Correlation_Id__c", "ONE"));

        assertError(response, 400, "DUPLICATE_VALUE", "duplicates value on record with id: " + first);
        assertThat(org.patch(CASES + "/" + second, Map.of("Caseline_Correlation_Id__c", "TWO"))
                        .status())
                .isEqualTo(204);
    }

    @Test
    void a_case_is_found_by_its_external_id() {
        String id = org.create(Map.of("Caseline_Correlation_Id__c", "a b-c"));

        assertThat(org.get(BY_CORRELATION_ID + "A%20B-C").json().path("Id").asString())
                .isEqualTo(id);
        assertError(org.get(BY_CORRELATION_ID + "other"), 404, "NOT_FOUND", "The requested resource does not exist");
        assertError(
                org.get(CASES + "/Subject/x"),
                404,
                "NOT_FOUND",
                "Provided external ID field does not exist or is not accessible: Subject");
    }

    @Test
    void an_upsert_first_creates_then_updates() {
        Response first = org.patch(BY_CORRELATION_ID + "one", Map.of("Subject", "Card lost", "SuppliedName", "Ann"));
        Response second = org.patch(BY_CORRELATION_ID + "one", Map.of("Subject", "Card found"));

        String id = first.json().path("id").asString();
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json().path("created").asBoolean()).isTrue();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("{\"id\":\"" + id + "\",\"success\":true,\"errors\":[],\"created\":false}");
        JsonNode found = org.get(BY_CORRELATION_ID + "one").json();
        assertThat(found.path("Subject").asString()).isEqualTo("Card found");
        assertThat(found.path("SuppliedName").asString()).isEqualTo("Ann");
    }

    @Test
    void the_body_of_an_upsert_cannot_repeat_the_external_id() {
        assertError(
                org.patch(BY_CORRELATION_ID + "one", Map.of("Caseline_Correlation_Id__c", "one")),
                400,
                "INVALID_FIELD",
                "The Caseline_Correlation_Id__c field should not be specified in the sobject data.");
    }

    @Test
    void an_upsert_of_many_reports_which_it_created() {
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
        assertThat(subjectOf(results.path(1).path("id").asString())).isEqualTo("changed");
        assertThat(errorCode(results.path(2))).isEqualTo("MISSING_ARGUMENT");
        assertError(
                org.patch(COLLECTIONS + "/Case/Subject", collection(List.of())), 400, "INVALID_FIELD", "External ID");
    }
}
