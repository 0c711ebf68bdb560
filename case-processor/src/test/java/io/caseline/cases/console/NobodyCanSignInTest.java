package io.caseline.cases.console;

import static io.caseline.cases.console.Visitor.location;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An installation without accounts and without an identity provider. */
class NobodyCanSignInTest extends RunningCaseProcessor {

    @Test
    void the_sign_in_page_says_why_nobody_can_sign_in() {
        Visitor visitor = new Visitor(operationsPort);
        assertThat(visitor.get("/console/sign-in").body())
                .contains("Nobody can sign in yet", "caseline.console.users")
                .doesNotContain("<form");
        assertThat(location(visitor.post("/console/sign-in", Map.of("username", "user", "password", "user"))))
                .startsWith("/console/sign-in");
        assertThat(location(visitor.get("/console"))).isEqualTo("/console/sign-in");
    }

    @Test
    void the_console_does_not_exist_at_the_main_port() {
        for (String path : new String[] {"/", "/console", "/console/sign-in", "/console/assets/console.css"}) {
            assertThat(new Visitor(port).get(path).statusCode()).as(path).isIn(401, 403, 404);
        }
    }
}
