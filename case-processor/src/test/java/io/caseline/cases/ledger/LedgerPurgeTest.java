package io.caseline.cases.ledger;

import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static io.caseline.cases.testing.Commands.repeated;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class LedgerPurgeTest extends RunningCaseProcessor {

    @Autowired
    LedgerPurge purge;

    @Test
    void old_created_cases_go_and_one_that_is_repeated_gets_its_number_and_no_second_event() {
        SubmitCase old = asking("Long ago");
        SubmitCase young = asking("Today");
        send(old, young);
        String number = awaitState(old, CaseState.CREATED).caseNumber();
        awaitState(young, CaseState.CREATED);
        age(old.getCorrelationId());

        purge.purge();
        assertThat(ledger.find(old.getCorrelationId())).isEmpty();
        assertThat(ledger.find(young.getCorrelationId())).isPresent();

        send(List.of(awaited(repeated(old, Duration.ofHours(2)))));
        assertThat(awaitState(old, CaseState.CREATED).caseNumber()).isEqualTo(number);
        assertThat(((CaseEvent) replies(old).getFirst().value()).getCaseNumber())
                .isEqualTo(number);
        SubmitCase next = asking("Sent after the repeat");
        send(next);
        assertThat(events(old, next)).hasSize(2);
    }

    private void age(UUID correlationId) {
        jdbc.sql("update ledger_entry set created_at = created_at - interval '91 days' where correlation_id = ?")
                .param(correlationId)
                .update();
    }
}
