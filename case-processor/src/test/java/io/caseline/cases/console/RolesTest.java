package io.caseline.cases.console;

import static io.caseline.cases.console.Visitor.csrf;
import static io.caseline.cases.console.Visitor.location;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.messages.SubmitCase;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may see and do, and what the pages say to the others. */
@OwnApplication
class RolesTest extends RunningConsole {
    private UUID failed = UUID.randomUUID();

    @BeforeEach
    void oneFails() {
        ORG.fault("failRecords", List.of(refusing("Subject", "Bad", "STRING_TOO_LONG")));
        SubmitCase command = asking("Bad");
        send(command);
        awaitState(command, FAILED);
        failed = command.getCorrelationId();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/live/overview",
                "/console/submissions",
                "/console/submissions?state=CREATED",
                "/console/find?q=none",
                "/console/replays",
                "/console/holds",
                "/console/audit",
                "/console/tellers"
            })
    void whoever_may_view_sees_every_page(String path) {
        HttpResponse<String> page = signedIn("viola").get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("Jane", "jane@example.com", "Where is my card");
    }

    @Test
    void whoever_may_view_only_is_offered_no_action_and_can_do_none() {
        Visitor visitor = signedIn("viola");
        String page = visitor.get("/console/submissions/" + failed).body();
        assertThat(page).contains("STRING_TOO_LONG").doesNotContain("Replay…", "Discard…", "View and amend");
        assertThat(visitor.get("/console/submissions").body()).doesNotContain("Replay…", "Discard…", "Export");

        for (String path :
                List.of("/console/replays/new?filter=state=FAILED", "/console/discard?filter=state=FAILED")) {
            assertThat(visitor.get(path).statusCode()).as(path).isEqualTo(403);
        }
        String csrf = csrf(visitor.get("/console"));
        for (String path : List.of(
                "/console/replays",
                "/console/replays/1/pause",
                "/console/discard",
                "/console/holds/release",
                "/console/holds/probe",
                "/console/export",
                "/console/submissions/" + failed + "/content",
                "/console/submissions/" + failed + "/amend")) {
            HttpResponse<String> response =
                    visitor.post(path, Map.of("_csrf", csrf, "filter", "state=FAILED", "reason", "x", "format", "CSV"));
            assertThat(response.statusCode()).as(path).isEqualTo(403);
            assertThat(response.body()).contains("Your account may not do this", "Nothing was done");
        }
        assertThat(query(Long.class, "select count(*) from audit where actor = 'viola'")
                        .getFirst())
                .isZero();
    }

    @Test
    void whoever_may_operate_cannot_see_content() {
        Visitor visitor = signedIn("filippa");
        assertThat(visitor.get("/console/submissions/" + failed).body()).doesNotContain("View and amend");
        Visitor operator = signedIn("oscar");
        HttpResponse<String> page = operator.get("/console/submissions/" + failed);
        assertThat(page.body()).contains("Replay…").doesNotContain("View and amend");
        HttpResponse<String> response = operator.post(
                "/console/submissions/" + failed + "/content", Map.of("_csrf", csrf(page), "reason", "curious"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).doesNotContain("Jane");
    }

    @Test
    void content_is_shown_after_a_reason_and_every_view_and_change_is_in_the_audit() {
        Visitor visitor = signedIn("amy");
        String path = "/console/submissions/" + failed;
        String csrf = csrf(visitor.get(path));
        assertThat(visitor.post(path + "/content", Map.of("_csrf", csrf, "reason", " "))
                        .body())
                .contains("A reason is needed")
                .doesNotContain("Jane");

        HttpResponse<String> content = visitor.post(path + "/content", Map.of("_csrf", csrf, "reason", "ticket 1"));
        assertThat(content.body()).contains("Jane", "jane@example.com");
        assertThat(content.headers().firstValue("Cache-Control").orElse("")).contains("no-store");

        HttpResponse<String> invalid = visitor.post(
                path + "/amend",
                Map.of("_csrf", csrf, "reason", "ticket 1", "attempts", "1", "subject", "x".repeat(10_000)));
        assertThat(invalid.statusCode()).isEqualTo(400);
        assertThat(invalid.body()).contains("Nothing was saved", "subject must have");

        HttpResponse<String> stale = visitor.post(
                path + "/amend", Map.of("_csrf", csrf, "reason", "ticket 1", "attempts", "0", "subject", "Shorter"));
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("Somebody was quicker");

        HttpResponse<String> saved = visitor.post(
                path + "/amend",
                Map.of(
                        "_csrf",
                        csrf,
                        "reason",
                        "ticket 1",
                        "attempts",
                        "1",
                        "subject",
                        "Shorter",
                        "firstName",
                        "Jane"));
        assertThat(location(saved)).isEqualTo(path);
        assertThat(visitor.get(path).body()).contains("The content is amended", "Content amended", "by amy");
        assertThat(query(
                        String.class,
                        "select action || ' ' || coalesce(result, '') from audit where correlation_id = ? order by id",
                        failed))
                .hasSize(2)
                .allMatch(line -> !line.contains("Shorter") && !line.contains("Jane"));
    }

    @Test
    void a_replay_of_all_asks_once_more_and_an_impossible_value_is_named() {
        Visitor visitor = signedIn("oscar");
        HttpResponse<String> dialog = visitor.get("/console/replays/new?filter=state%3DFAILED&rate=0");
        assertThat(dialog.body()).contains("From 1 to 10,000", "Nothing was counted");
        String csrf = csrf(dialog);
        HttpResponse<String> response =
                visitor.post("/console/replays", Map.of("_csrf", csrf, "filter", "state=FAILED", "reason", "mended"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("Confirm that you mean all failed submissions");
        HttpResponse<String> nothing = visitor.post(
                "/console/replays", Map.of("_csrf", csrf, "filter", "state=FAILED&program=none", "reason", "mended"));
        assertThat(nothing.statusCode()).isEqualTo(409);
        assertThat(nothing.body()).contains("No failed submission matches");
        assertThat(visitor.get("/console/replays/new?filter=nonsense").statusCode())
                .isEqualTo(400);
        assertThat(visitor.get("/console/submissions?since=yesterday").body()).contains("This is no time");
        assertThat(visitor.get("/console/replays/9999").statusCode()).isEqualTo(404);
        assertThat(visitor.get("/console/submissions/" + UUID.randomUUID()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_discard_tells_how_many_and_does_it_once() {
        Visitor visitor = signedIn("oscar");
        String filter = "state=FAILED&correlationId=" + failed;
        HttpResponse<String> dialog = visitor.get("/console/discard?filter=state%3DFAILED%26correlationId%3D" + failed);
        assertThat(dialog.body()).contains("Discard 1 submission");
        String asOf = dialog.body().replaceAll("(?s).*name=\"asOf\" value=\"([^\"]+)\".*", "$1");

        HttpResponse<String> done = visitor.post(
                "/console/discard",
                Map.of("_csrf", csrf(dialog), "filter", filter, "asOf", asOf, "reason", "a test of the partner"));

        assertThat(visitor.get(location(done)).body()).contains("1 discarded.");
        assertThat(visitor.get("/console/submissions/" + failed).body()).contains("Discarded", "by oscar");
    }

    @Test
    void a_time_window_is_counted_before_anything_is_sent() {
        Visitor visitor = signedIn("oscar");
        String csrf = csrf(visitor.get("/console/replays/window"));
        HttpResponse<String> wrong = visitor.post(
                "/console/replays/window",
                Map.of("_csrf", csrf, "from", "2026-01-02T00:00", "to", "2026-01-01T00:00", "reason", " "));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("This is not after the beginning", "Give a reason");

        HttpResponse<String> started = visitor.post(
                "/console/replays/window",
                Map.of("_csrf", csrf, "from", "2026-01-01T00:00", "to", "2026-01-01T01:00", "reason", "restored"));

        assertThat(visitor.get(location(started)).body()).contains("Time window, dry run", "Missing cases");
        assertThat(signedIn("viola").get("/console/replays/window").statusCode())
                .isEqualTo(403);
    }

    @Test
    void an_export_has_the_list_and_is_in_the_audit() {
        Visitor visitor = signedIn("oscar");
        HttpResponse<String> file = visitor.post(
                "/console/export",
                Map.of(
                        "_csrf",
                        csrf(visitor.get("/console")),
                        "filter",
                        "state=FAILED&correlationId=" + failed,
                        "format",
                        "CSV"));
        assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("submissions.csv");
        assertThat(file.body()).contains(failed.toString(), "STRING_TOO_LONG").doesNotContain("Jane");
        assertThat(visitor.get("/console/audit").body()).contains("Exported", "csv, 1 submissions");
    }
}
