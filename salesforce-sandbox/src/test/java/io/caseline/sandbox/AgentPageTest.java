package io.caseline.sandbox;

import static io.caseline.sandbox.SandboxClient.DATA;
import static io.caseline.sandbox.SandboxClient.caseRecords;
import static io.caseline.sandbox.SandboxClient.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.SandboxClient.Response;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AgentPageTest extends SandboxTest {

    @Test
    void an_empty_list_has_a_message() {
        assertThat(page("/")).contains("No cases yet");
        assertThat(page("/?q=nothing")).contains("No case matches this search");
    }

    @Test
    void the_list_shows_the_columns_and_escapes_html() {
        String id =
                org.create(Map.of("Subject", "Card <lost>", "SuppliedName", "Ann Lee", "Caseline_Program__c", "prg"));

        String page = page("/");

        assertThat(page)
                .contains("/cases/" + id, "Card &lt;lost&gt;", "Ann Lee", "prg", "Medium", "data-status=\"New\"")
                .doesNotContain("<lost>");
    }

    @Test
    void cases_are_found_by_number_subject_and_status() {
        String one = org.create(Map.of("Subject", "Card lost"));
        org.create(Map.of("Subject", "100% sure", "Status", "Closed"));
        String number = org.get(DATA + "/sobjects/Case/" + one)
                .json()
                .path("CaseNumber")
                .asString();

        assertThat(page("/?q=" + number)).contains("Card lost").doesNotContain("100% sure");
        assertThat(page("/?q=CARD")).contains("Card lost").doesNotContain("100% sure");
        assertThat(page("/?q=%25")).contains("100% sure").doesNotContain("Card lost");
        assertThat(page("/?status=Closed"))
                .contains("100% sure", "Closed cases")
                .doesNotContain("Card lost");
    }

    @Test
    void the_list_has_fifty_cases_a_page_newest_first() {
        org.post(DATA + "/composite/sobjects", collection(caseRecords(120)));

        assertThat(page("/"))
                .contains("1 to 50 of 120", "Case 0119", "Page 1 of 3", "Next")
                .doesNotContain("Previous");
        assertThat(page("/?page=3"))
                .contains("101 to 120 of 120", "Case 0000", "Previous")
                .doesNotContain("Next");
        assertThat(page("/?page=99")).contains("101 to 120 of 120");
    }

    @Test
    void a_case_shows_its_contact_its_description_and_the_custom_fields() {
        String id = org.create(Map.of(
                "Subject", "Card lost",
                "Description", "Two\nlines & <more>",
                "SuppliedEmail", "ann@example.org",
                "SuppliedPhone", "310-555-1234",
                "Caseline_Correlation_Id__c", "correlation",
                "Caseline_Phone_Type__c", 2));

        assertThat(page("/cases/" + id))
                .contains(
                        "Card lost", "Two\nlines &amp; &lt;more&gt;", "ann@example.org", "310-555-1234", "correlation")
                .contains("Caseline Phone Type", "<dd>2</dd>");
    }

    @Test
    void an_agent_edits_subject_and_status() {
        String id = org.create(Map.of("Subject", "Card lost", "SuppliedName", "Ann"));

        Response saved = edit(id, stamp(id), "Card found", "Closed");

        assertThat(saved.status()).isEqualTo(302);
        assertThat(saved.header("Location")).endsWith("/cases/" + id + "?saved");
        assertThat(page("/cases/" + id + "?saved")).contains("The case is saved.", "Card found");
        assertThat(org.get(DATA + "/sobjects/Case/" + id)
                        .json()
                        .path("IsClosed")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void a_refused_edit_names_the_field_and_keeps_the_input() {
        String id = org.create(Map.of("Subject", "Card lost"));
        String typed = "typed ".repeat(50);

        Response refused = edit(id, stamp(id), typed, "New");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("<strong>Subject</strong> is not saved", "It can have at most 255 characters.", typed);
        assertThat(page("/cases/" + id)).contains("Card lost").doesNotContain(typed);
    }

    @Test
    void a_concurrent_edit_is_not_overwritten() {
        String id = org.create(Map.of("Subject", "Card lost"));
        String stamp = stamp(id);
        org.patch(DATA + "/sobjects/Case/" + id, Map.of("Subject", "Card stolen"));

        Response conflict = edit(id, stamp, "Card found", "Closed");

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text()).contains("This case was changed after you opened it", "Card stolen", "Card found");
        assertThat(org.get(DATA + "/sobjects/Case/" + id).json().path("Subject").asString())
                .isEqualTo("Card stolen");

        assertThat(edit(id, stampIn(conflict.text()), "Card found", "Closed").status())
                .isEqualTo(302);
        assertThat(org.get(DATA + "/sobjects/Case/" + id).json().path("Subject").asString())
                .isEqualTo("Card found");
    }

    @Test
    void another_site_cannot_post_the_form() {
        String id = org.create(Map.of("Subject", "Card lost"));

        assertThat(editFrom("Sec-Fetch-Site", "cross-site", id).status()).isEqualTo(403);
        assertThat(editFrom("Origin", "https://elsewhere.example", id).status()).isEqualTo(403);
        assertThat(page("/cases/" + id)).contains("Card lost");
        assertThat(editFrom("Sec-Fetch-Site", "same-origin", id).status()).isEqualTo(302);
        assertThat(editFrom("Origin", org.base(), id).status()).isEqualTo(302);
    }

    @Test
    void an_unknown_case_has_an_error_page() {
        Response response = org.send(org.request("/cases/500gL0000000001AAA")
                .header("Accept", "text/html")
                .GET());

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.text())
                .contains("There is no case 500gL0000000001AAA")
                .doesNotContain("Exception");
        assertThat(org.get("/cases/nonsense").status()).isEqualTo(404);
    }

    @Test
    void invalid_parameters_are_a_bad_request() {
        String id = org.create(Map.of("Subject", "Card lost"));

        assertThat(edit(id, "yesterday", "x", "New").status()).isEqualTo(400);
        assertThat(org.get("/?page=x").status()).isEqualTo(400);
    }

    @Test
    void the_active_faults_are_shown() {
        assertThat(page("/")).doesNotContain("Active faults");

        org.put("/sandbox/faults", Map.of("latency", 150, "quotaUsed", true, "lockErrorRate", 0.25, "truncate", 3));

        assertThat(page("/"))
                .contains(
                        "Active faults",
                        "150 ms a call",
                        "daily API limit used up",
                        "lock errors for 25 % of records",
                        "3 more responses truncated");
    }

    private String page(String path) {
        Response response = org.get(path);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.text();
    }

    private String stamp(String id) {
        return stampIn(page("/cases/" + id));
    }

    private static String stampIn(String page) {
        Matcher stamp = Pattern.compile("name=\"stamp\" value=\"([^\"]+)\"").matcher(page);
        assertThat(stamp.find()).isTrue();
        return stamp.group(1);
    }

    private Response edit(String id, String stamp, String subject, String status) {
        return org.form("/cases/" + id, Map.of("stamp", stamp, "subject", subject, "status", status));
    }

    private Response editFrom(String header, String value, String id) {
        String form = "subject=x&status=New&stamp=" + SandboxClient.escaped(stamp(id));
        return org.send(org.request("/cases/" + id)
                .header(header, value)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }
}
