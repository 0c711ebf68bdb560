package io.caseline.cases.submission;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** An operator who wants no value cut. */
@TestPropertySource(properties = "caseline.mapping.too-long=refuse")
@DirtiesContext
class TooLongRefusedTest extends RunningCaseProcessor {

    @Test
    void a_case_with_a_value_longer_than_its_field_fails_with_the_field_named_and_the_others_go_on() {
        SubmitCase tooLong = asking("x".repeat(256));
        SubmitCase fits = asking("x".repeat(255));
        send(tooLong, fits);

        LedgerEntry failed = awaitState(tooLong, FAILED);
        assertThat(failed.failureCode()).isEqualTo("VALUE_TOO_LONG");
        assertThat(failed.failureFields()).isEqualTo("Subject");
        assertThat(failed.sealedCommand()).isNotEmpty();
        assertThat(ORG.find(tooLong.getCorrelationId())).isNull();
        CaseEvent event = events(tooLong).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.FAILED);
        assertThat(event.getFailureCode()).isEqualTo("VALUE_TOO_LONG");
        assertThat(event.getFailureFields()).isEqualTo("Subject");
        awaitState(fits, CREATED);
    }
}
