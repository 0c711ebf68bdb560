package io.caseline.cases.console;

import static io.caseline.cases.console.Visitor.csrf;
import static io.caseline.cases.console.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets into the console, and how a session begins and ends. */
@OwnApplication
class SignInTest extends RunningConsole {

    @Test
    void a_page_asks_for_a_sign_in_and_is_shown_after_it() {
        Visitor visitor = visitor();
        assertThat(location(visitor.get("/"))).isEqualTo("/console");
        assertThat(location(visitor.get("/console/audit?before=7"))).isEqualTo("/console/sign-in");

        HttpResponse<String> response = visitor.signIn("viola", PASSWORD);

        assertThat(location(response)).startsWith("/console/audit?before=7");
        assertThat(visitor.get("/console/audit").body()).contains("Audit", "viola");
    }

    @Test
    void a_password_from_a_file_works_as_well() {
        assertThat(signedIn("filippa").get("/console/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void a_wrong_password_and_an_unknown_name_look_the_same() {
        Visitor visitor = visitor();
        assertThat(location(visitor.signIn("viola", "wrong"))).isEqualTo("/console/sign-in?wrong");
        assertThat(location(visitor.signIn("nobody", PASSWORD))).isEqualTo("/console/sign-in?wrong");
        assertThat(visitor.get("/console/sign-in?wrong").body()).contains("Wrong name or password.");
        assertThat(location(visitor.get("/console"))).isEqualTo("/console/sign-in");
    }

    @Test
    void after_ten_wrong_passwords_a_name_has_to_wait_even_with_the_right_one() {
        for (int i = 0; i < 10; i++) {
            assertThat(location(visitor().signIn("Oscar", "wrong " + i))).isEqualTo("/console/sign-in?wrong");
        }
        Visitor visitor = visitor();
        assertThat(location(visitor.signIn("oscar", PASSWORD))).isEqualTo("/console/sign-in?limited");
        assertThat(visitor.get("/console/sign-in?limited").body()).contains("Wait a few minutes");
        assertThat(signedIn("viola").get("/console/audit").statusCode()).isEqualTo(200);
    }

    @Test
    void the_cookie_is_for_this_site_and_for_no_script_and_the_session_changes_at_the_sign_in() {
        Visitor visitor = visitor();
        HttpResponse<String> page = visitor.get("/console/sign-in");
        String before = visitor.sessionCookie().orElseThrow().getValue();
        assertThat(page.headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .contains("HttpOnly", "SameSite=Strict")
                .doesNotContain("Secure");

        visitor.signIn("viola", PASSWORD);

        assertThat(visitor.sessionCookie().orElseThrow().getValue()).isNotEqualTo(before);
        Visitor thief = visitor();
        thief.replaceSession(before);
        assertThat(location(thief.get("/console"))).startsWith("/console/sign-in");
    }

    @Test
    void whoever_signs_out_is_out() {
        Visitor visitor = signedIn("viola");
        HttpResponse<String> page = visitor.get("/console/audit");
        String session = visitor.sessionCookie().orElseThrow().getValue();

        assertThat(location(visitor.post("/console/sign-out", Map.of("_csrf", csrf(page)))))
                .isEqualTo("/console/sign-in?out");

        visitor.replaceSession(session);
        assertThat(location(visitor.get("/console/audit"))).isEqualTo("/console/sign-in?ended");
    }

    @Test
    void a_form_that_comes_after_the_end_of_the_session_does_nothing_and_says_so() {
        Visitor visitor = signedIn("viola");
        String csrf = csrf(visitor.get("/console/audit"));
        visitor.replaceSession("GONE");
        List<Long> replays = query(Long.class, "select count(*) from replay");

        HttpResponse<String> response =
                visitor.post("/console/replays", Map.of("filter", "state=FAILED", "reason", "x", "_csrf", csrf));

        assertThat(location(response)).isEqualTo("/console/sign-in?undone");
        assertThat(visitor.get("/console/sign-in?undone").body()).contains("Nothing was done");
        assertThat(query(Long.class, "select count(*) from replay")).isEqualTo(replays);
    }

    @Test
    void a_script_that_comes_after_the_end_of_the_session_sends_the_browser_to_the_sign_in_and_back() {
        Visitor visitor = signedIn("viola");
        visitor.replaceSession("GONE");

        HttpResponse<String> response = visitor.get(
                "/console/live/overview",
                "HX-Request",
                "true",
                "HX-Current-URL",
                "http://elsewhere.example/console/audit?before=9");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("HX-Redirect")).contains("/console/sign-in?ended");
        assertThat(location(visitor.signIn("viola", PASSWORD))).startsWith("/console/audit?before=9");
    }

    @Test
    void a_form_without_the_token_of_its_session_does_nothing() {
        Visitor visitor = signedIn("viola");
        HttpResponse<String> response = visitor.post("/console/sign-out", Map.of("_csrf", "forged"));
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("This form is out of date", "Nothing was done");
        assertThat(visitor.post("/console/sign-out", Map.of(), "HX-Request", "true")
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.get("/console/audit").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in", "/console/audit", "/console/none", "/console/tellers"})
    void pages_load_only_the_consoles_own_files_are_not_stored_and_not_framed(String path) {
        HttpResponse<String> response = signedIn("viola").get(path);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(response.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(response.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(response.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(response.body()).doesNotContain("style=", "onclick", "<script>", "http:", "https:");
    }

    @Test
    void style_sheet_and_scripts_are_open_and_may_be_kept_for_ever() {
        String page = visitor().get("/console/problem").body()
                + signedIn("viola").get("/console/audit").body();
        assertThat(page).contains("/console/assets/console-", "/console/lib/htmx.org/2");
        String script = page.replaceAll("(?s).*src=\"(/console/lib/[^\"]+)\".*", "$1");
        String sheet = page.replaceAll("(?s).*href=\"(/console/assets/console-[^\"]+css)\".*", "$1");
        for (String file : new String[] {script, sheet}) {
            HttpResponse<String> response = visitor().get(file);
            assertThat(response.statusCode()).as(file).isEqualTo(200);
            assertThat(response.headers().firstValue("Cache-Control").orElse(""))
                    .contains("immutable");
        }
    }

    @Test
    void the_console_takes_no_bearer_token() {
        String token = io.caseline.cases.testing.Tokens.operator("olga", "cases:operate");
        assertThat(location(visitor().get("/console/audit", "Authorization", "Bearer " + token)))
                .isEqualTo("/console/sign-in");
    }

    @Test
    void a_link_from_another_site_does_not_end_the_session() {
        Visitor visitor = signedIn("viola");
        Visitor fromElsewhere = visitor(); // a strict cookie is not sent
        HttpResponse<String> response = fromElsewhere.get(
                "/console/audit?before=5", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("url=/console/audit?before=5&amp;again\"");
        assertThat(response.headers().allValues("Set-Cookie")).isEmpty();
        assertThat(visitor.get("/console/audit?before=5&again").statusCode()).isEqualTo(200);
    }

    @Test
    void an_unknown_page_says_so() {
        HttpResponse<String> response = signedIn("viola").get("/console/none/at/all");
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("There is no such page");
    }
}
