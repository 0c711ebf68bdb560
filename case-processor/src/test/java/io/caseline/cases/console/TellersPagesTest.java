package io.caseline.cases.console;

import static io.caseline.cases.console.TellerProcessorStub.ACCOUNT;
import static io.caseline.cases.console.TellerProcessorStub.COMMAND;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cards and fee plans come from teller-processor, with the console's own token. */
@OwnApplication
class TellersPagesTest extends RunningConsole {

    @AfterEach
    void answerAgain() {
        TELLERS.answerWith(200);
    }

    @Test
    void a_teller_an_account_and_pending_plan_changes_are_shown() {
        Visitor visitor = signedIn("viola");
        assertThat(visitor.get("/console/tellers/teller?merchant=fscc0342&teller=teller-1")
                        .body())
                .contains(
                        "Teller teller-1 of fscc0342",
                        ACCOUNT,
                        COMMAND,
                        "Employee",
                        "2026-03-01 10:00:00 UTC",
                        "Older");
        assertThat(visitor.get("/console/tellers/account?id=" + ACCOUNT).body())
                .contains("Standard", "Employee", "teller-1 of fscc0342");
        assertThat(visitor.get("/console/tellers").body()).contains("Pending plan changes", ACCOUNT, "not begun");
    }

    @Test
    void what_the_directory_never_had_is_told_and_a_wrong_id_is_named() {
        Visitor visitor = signedIn("viola");
        assertThat(visitor.get("/console/tellers/account?id=" + COMMAND).body()).contains("There is no such account");
        HttpResponse<String> wrong = visitor.get("/console/tellers/account?id=none");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("id has a wrong value");
    }

    @Test
    void while_teller_processor_is_unavailable_the_page_says_so() {
        Visitor visitor = signedIn("viola");
        TELLERS.answerWith(503);
        HttpResponse<String> page = visitor.get("/console/tellers");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("teller-processor is unavailable");
        TELLERS.answerWith(403);
        assertThat(visitor.get("/console/tellers").body()).contains("It needs the scope tellers:operate");
    }

    @Test
    void a_new_token_in_the_file_is_used_without_a_restart() throws IOException {
        Visitor visitor = signedIn("viola");
        visitor.get("/console/tellers");
        assertThat(TELLERS.authorization()).isEqualTo("Bearer first-token");
        Files.writeString(TOKEN_FILE, "second-token");
        Files.setLastModifiedTime(TOKEN_FILE, FileTime.from(Instant.now().plusSeconds(5)));

        visitor.get("/console/tellers");

        assertThat(TELLERS.authorization()).isEqualTo("Bearer second-token");
    }
}
