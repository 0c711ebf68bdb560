package io.caseline.sandbox;

import static io.caseline.sandbox.Org.DATA;
import static io.caseline.sandbox.Org.caseRecords;
import static io.caseline.sandbox.Org.collection;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.sandbox.Org.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest extends SandboxTest {

    @Test
    void an_empty_org_says_so() {
        assertThat(page("/")).contains("No cases yet");
        assertThat(page("/?q=nothing")).contains("No case matches this search");
    }

    @Test
    void the_list_shows_what_an_agent_looks_for() {
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
    void the_list_has_fifty_cases_a_page_the_newest_first() {
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

        Reply saved = edit(id, stamp(id), "Card found", "Closed");

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
    void an_edit_that_is_refused_names_the_field_and_keeps_what_was_typed() {
        String id = org.create(Map.of("Subject", "Card lost"));
        String typed = "typed ".repeat(50);

        Reply refused = edit(id, stamp(id), typed, "New");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text())
                .contains("<strong>Subject</strong> is not saved", "It can have at most 255 characters.", typed);
        assertThat(page("/cases/" + id)).contains("Card lost").doesNotContain(typed);
    }

    @Test
    void an_edit_made_meanwhile_is_not_overwritten_unseen() {
        String id = org.create(Map.of("Subject", "Card lost"));
        String stamp = stamp(id);
        org.patch(DATA + "/sobjects/Case/" + id, Map.of("Subject", "Card stolen"));

        Reply conflict = edit(id, stamp, "Card found", "Closed");

        assertThat(conflict.status()).isEqualTo(409);
        assertThat(conflict.text()).contains("Somebody has changed this case meanwhile", "Card stolen", "Card found");
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
    void a_case_that_there_is_not_has_a_page_that_says_so() {
        Reply reply = org.send(org.request("/cases/500gL0000000001AAA")
                .header("Accept", "text/html")
                .GET());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).contains("There is no case 500gL0000000001AAA").doesNotContain("Exception");
        assertThat(org.get("/cases/nonsense").status()).isEqualTo(404);
    }

    @Test
    void what_makes_no_sense_is_a_bad_request() {
        String id = org.create(Map.of("Subject", "Card lost"));

        assertThat(edit(id, "yesterday", "x", "New").status()).isEqualTo(400);
        assertThat(org.get("/?page=x").status()).isEqualTo(400);
    }

    @Test
    void the_faults_that_are_on_are_shown() {
        assertThat(page("/")).doesNotContain("Faults are on");

        org.put("/sandbox/faults", Map.of("latency", 150, "quotaUsed", true, "lockErrorRate", 0.25, "truncate", 3));

        assertThat(page("/"))
                .contains(
                        "Faults are on",
                        "150 ms a call",
                        "daily API limit used up",
                        "lock errors for 25 % of records",
                        "3 more answers cut off");
    }

    private String page(String path) {
        Reply reply = org.get(path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.text();
    }

    private String stamp(String id) {
        return stampIn(page("/cases/" + id));
    }

    private static String stampIn(String page) {
        Matcher stamp = Pattern.compile("name=\"stamp\" value=\"([^\"]+)\"").matcher(page);
        assertThat(stamp.find()).isTrue();
        return stamp.group(1);
    }

    private Reply edit(String id, String stamp, String subject, String status) {
        return org.form("/cases/" + id, Map.of("stamp", stamp, "subject", subject, "status", status));
    }

    private Reply editFrom(String header, String value, String id) {
        String form = "subject=x&status=New&stamp=" + Org.escaped(stamp(id));
        return org.send(org.request("/cases/" + id)
                .header(header, value)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
    }
}
