package io.caseline.cases.ledger;

import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

class LedgerPurgeTest extends RunningCaseProcessor {

    @Autowired
    LedgerPurge purge;

    @Autowired
    JdbcTemplate jdbc;

    @Test
    void old_created_cases_go_and_one_that_comes_again_gets_its_number_back() {
        SubmitCase old = asking("Long ago");
        SubmitCase young = asking("Today");
        send(old, young);
        String number = awaitState(old, CaseState.CREATED).caseNumber();
        awaitState(young, CaseState.CREATED);
        age(old.getCorrelationId());

        purge.purge();
        assertThat(ledger.find(old.getCorrelationId())).isEmpty();
        assertThat(ledger.find(young.getCorrelationId())).isPresent();

        send(List.of(waiting(old, "again")));
        assertThat(awaitState(old, CaseState.CREATED).caseNumber()).isEqualTo(number);
        assertThat(((CaseEvent) replies(old).getFirst().value()).getCaseNumber())
                .isEqualTo(number);
    }

    private void age(UUID correlationId) {
        jdbc.update(
                "UPDATE case_ledger SET created_at = created_at - interval '91 days' WHERE correlation_id = ?",
                correlationId);
    }
}
