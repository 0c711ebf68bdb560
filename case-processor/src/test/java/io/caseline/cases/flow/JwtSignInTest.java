package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.OwnApplication;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The application signs in with a key; while that fails, cases wait. */
@ExtendWith(OutputCaptureExtension.class)
@TestPropertySource(
        properties = {
            "caseline.salesforce.sign-in=jwt-bearer",
            "caseline.salesforce.jwt.subject=integration@example.org"
        })
@OwnApplication
class JwtSignInTest extends RunningCaseProcessor {

    @DynamicPropertySource
    static void key(DynamicPropertyRegistry properties) {
        properties.add("caseline.salesforce.jwt.key-file", ORG::privateKey);
    }

    @Test
    void while_the_sign_in_fails_cases_wait_and_sign_ins_are_not_repeated_for_each(CapturedOutput log)
            throws IOException {
        SubmitCase before = asking("Signs in");
        send(before);
        awaitState(before, CREATED);
        long signIns = ORG.count("signIns");
        ORG.faults(Map.of("expireSessions", true, "signInFails", true));
        SubmitCase waits = asking("The sign-in fails");
        send(waits);

        awaitHold("SIGN_IN_INVALID_CLIENT");
        awaitState(waits, RECEIVED);
        ORG.heal();
        awaitState(waits, CREATED);
        assertThat(ORG.count("signIns") - signIns).isEqualTo(1);
        assertThat(log).contains("All calls to Salesforce are held: SIGN_IN_INVALID_CLIENT", "Signed in to Salesforce");
        assertThat(log.getAll())
                .doesNotContain("s3cret", "Bearer ", "assertion=")
                .doesNotContain(Files.readAllLines(ORG.privateKey()).get(1));
    }
}
