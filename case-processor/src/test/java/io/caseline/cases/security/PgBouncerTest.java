package io.caseline.cases.security;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.Commands;
import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.PgBouncer;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.TestServices;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The application behind PgBouncer, which gives each transaction another session. */
@OwnApplication
@EnabledIf(value = "io.caseline.cases.testing.PgBouncer#isInstalled", disabledReason = "pgbouncer is not installed")
class PgBouncerTest extends RunningCaseProcessor {
    private static final PgBouncer BOUNCER = PgBouncer.start();

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        TestServices.postgres().createDatabase("bounced");
        String url = new Guide()
                .replace("pgbouncer.example.com:6432/cases", BOUNCER.address() + "/bounced")
                .properties("PgBouncer")
                .get("spring.datasource.url");
        properties.add("spring.datasource.url", () -> url);
    }

    @AfterAll
    static void stop() {
        BOUNCER.close();
    }

    @Test
    void commands_become_cases_and_each_statement_is_repeated_often() {
        for (int round = 0; round < 12; round++) {
            SubmitCase[] commands = Stream.generate(() -> Commands.asking("Through PgBouncer"))
                    .limit(5)
                    .toArray(SubmitCase[]::new);
            send(commands);
            List.of(commands).forEach(command -> awaitState(command, CREATED));
            assertThat(events(commands)).hasSize(5);
        }
    }
}
