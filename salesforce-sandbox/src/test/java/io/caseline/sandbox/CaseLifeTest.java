package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.escaped;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What agents do with cases, as queries show it. */
class CaseLifeTest extends SandboxTest {
    private static final String QUEUE = "00GgL000000Que1UAC";

    @Test
    void a_deleted_case_is_found_by_query_all_only_and_its_external_id_is_free() {
        String id = org.create(Map.of("Caseline_Correlation_Id__c", "twice"));

        assertThat(org.delete(CASES + "/" + id).status()).isEqualTo(204);

        assertThat(org.count()).isZero();
        assertThat(org.get(CASES + "/" + id).status()).isEqualTo(404);
        assertThat(org.get(BY_CORRELATION_ID + "twice").status()).isEqualTo(404);
        assertError(org.delete(CASES + "/" + id), 404, "ENTITY_IS_DELETED", "deleted");
        assertThat(all("SELECT Id, IsDeleted FROM Case")
                        .path(0)
                        .path("IsDeleted")
                        .asBoolean())
                .isTrue();
        assertThat(org.create(Map.of("Caseline_Correlation_Id__c", "twice"))).isNotEqualTo(id);
        assertThat(org.post("/sandbox/cases/" + id + "/restore", "").status()).isEqualTo(409);
    }

    @Test
    void a_restored_case_has_its_comments_again() {
        String id = org.create(Map.of("Subject", "Card lost"));
        comment(id, "called");
        comment(id, "called again");
        org.delete(CASES + "/" + id);
        assertThat(comments(id)).isZero();

        assertThat(org.post("/sandbox/cases/" + id + "/restore", "").status()).isEqualTo(204);

        assertThat(comments(id)).isEqualTo(2);
        assertThat(org.get(CASES + "/" + id).status()).isEqualTo(200);
        assertThat(org.post("/sandbox/cases/" + id + "/restore", "").status()).isEqualTo(409);
    }

    @Test
    void a_merged_case_names_the_other_and_leaves_it_its_comments() {
        String id = org.create(Map.of("Subject", "Card lost"));
        String other = org.create(Map.of("Subject", "Card lost, too"));
        comment(id, "called");

        assertThat(org.post("/sandbox/cases/" + id + "/merge?into=" + other, "").status())
                .isEqualTo(204);

        JsonNode merged = all("SELECT Id, IsDeleted, MasterRecordId FROM Case WHERE Id = '" + id + "'")
                .path(0);
        assertThat(merged.path("IsDeleted").asBoolean()).isTrue();
        assertThat(merged.path("MasterRecordId").asString()).isEqualTo(other);
        assertThat(comments(other)).isEqualTo(1);
        assertThat(org.post("/sandbox/cases/" + id + "/restore", "").status()).isEqualTo(409);
    }

    @Test
    void the_owner_is_a_user_or_a_queue_with_a_name() {
        String id = org.create(Map.of("Subject", "Card lost"));
        JsonNode user = owner(id);
        assertThat(user.path("Type").asString()).isEqualTo("User");
        assertThat(user.path("attributes").path("type").asString()).isEqualTo("Name");

        org.patch(CASES + "/" + id, Map.of("OwnerId", QUEUE));

        assertThat(owner(id).path("Type").asString()).isEqualTo("Queue");
        assertThat(owner(id).path("Name").asString()).isEqualTo("Support");
    }

    /** As in Salesforce, times have seconds, and pages are in the order of time and id. */
    @Test
    void changed_cases_are_read_in_pages_behind_the_last_one() {
        org.post(COLLECTIONS, SandboxClient.collection(SandboxClient.caseRecords(3)));
        JsonNode first = all("SELECT Id, SystemModstamp FROM Case ORDER BY SystemModstamp, Id LIMIT 2");
        String time = first.path(1).path("SystemModstamp").asString();
        assertThat(time).endsWith(".000+0000");

        String literal = time.replace(".000+0000", "Z");
        JsonNode rest =
                all("SELECT Id FROM Case WHERE Caseline_Correlation_Id__c != null AND (SystemModstamp > " + literal
                        + " OR (SystemModstamp = " + literal + " AND Id > '"
                        + first.path(1).path("Id").asString() + "')) ORDER BY SystemModstamp, Id LIMIT 2");

        assertThat(rest.size()).isEqualTo(1);
    }

    @Test
    void a_hidden_field_is_no_column() {
        faults(Map.of("hiddenFields", List.of("Priority")));
        assertError(org.query("SELECT Id, Priority FROM Case"), 400, "INVALID_FIELD", "No such column 'Priority'");
        assertThat(org.query("SELECT Id, Status FROM Case").status()).isEqualTo(200);
    }

    @Test
    void an_invalid_query_of_comments_or_owner_is_refused() {
        assertThat(org.query("SELECT Id, (SELECT CommentBody FROM CaseComments) FROM Case")
                        .status())
                .isEqualTo(400);
        assertThat(org.query("SELECT (SELECT Id FROM CaseComments) FROM Case").status())
                .isEqualTo(400);
        assertError(org.query("SELECT Id, Owner.Email FROM Case"), 400, "INVALID_FIELD", "Owner");
        assertThat(org.post(DATA + "/sobjects/CaseComment", Map.of("ParentId", "x", "CommentBody", "y"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void an_agent_changes_priority_and_owner_comments_merges_deletes_and_restores() {
        String id = org.create(Map.of("Subject", "Card lost"));
        String other = org.create(Map.of("Subject", "Card lost, too"));
        String number = org.get(CASES + "/" + other).json().path("CaseNumber").asString();
        String stamp = org.get("/cases/" + id).text().replaceAll("(?s).*name=\"stamp\" value=\"([0-9]+)\".*", "$1");

        assertThat(org.form(
                                "/cases/" + id,
                                Map.of(
                                        "stamp",
                                        stamp,
                                        "subject",
                                        "x",
                                        "status",
                                        "New",
                                        "priority",
                                        "High",
                                        "owner",
                                        QUEUE))
                        .status())
                .isEqualTo(302);
        JsonNode changed = org.get(CASES + "/" + id).json();
        assertThat(changed.path("Priority").asString()).isEqualTo("High");
        assertThat(changed.path("OwnerId").asString()).isEqualTo(QUEUE);

        org.form("/cases/" + id + "/comments", Map.of("text", "Jane called"));
        assertThat(org.get("/cases/" + id).text()).contains("Jane called");
        org.form("/cases/" + id + "/delete", Map.of());
        assertThat(org.get("/cases/" + id).text()).contains("in the recycle bin");
        assertThat(org.get("/?status=Recycle%20bin").text()).contains("1 to 1 of 1");
        org.form("/cases/" + id + "/restore", Map.of());
        assertThat(org.form("/cases/" + id + "/merge", Map.of("into", "99999999"))
                        .status())
                .isEqualTo(409);
        assertThat(org.form("/cases/" + id + "/merge", Map.of("into", number)).status())
                .isEqualTo(302);
        assertThat(org.get("/cases/" + id).text()).contains("was merged into");
    }

    @Test
    void another_site_cannot_merge_cases() {
        String id = org.create(Map.of("Subject", "Card lost"));
        Response response = org.send(org.request("/sandbox/cases/" + id + "/merge?into=" + id)
                .header("Sec-Fetch-Site", "cross-site")
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
        assertThat(response.status()).isEqualTo(403);
    }

    private void comment(String id, String text) {
        assertThat(org.post(DATA + "/sobjects/CaseComment", Map.of("ParentId", id, "CommentBody", text))
                        .status())
                .isEqualTo(201);
    }

    private int comments(String id) {
        return all("SELECT Id, (SELECT Id FROM CaseComments WHERE IsDeleted = false) FROM Case WHERE Id = '" + id + "'")
                .path(0)
                .path("CaseComments")
                .path("totalSize")
                .asInt(0);
    }

    private JsonNode owner(String id) {
        return all("SELECT Id, OwnerId, Owner.Name, Owner.Type FROM Case WHERE Id = '" + id + "'")
                .path(0)
                .path("Owner");
    }

    private JsonNode all(String soql) {
        Response response = org.get(DATA + "/queryAll?q=" + escaped(soql));
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json().path("records");
    }
}
