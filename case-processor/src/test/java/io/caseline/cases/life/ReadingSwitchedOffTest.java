package io.caseline.cases.life;

import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Tokens.operator;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.testing.OperationsClient;
import io.caseline.messages.SubmitCase;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** {@code caseline.life.enabled=false}, as most tests have it, in an installation that has read changes before. */
class ReadingSwitchedOffTest extends CaseLifeFlow {
    @Autowired
    private ReadingAge age;

    @Autowired
    private CaseLifeStore life;

    /** Its alert is about an age above a limit, which an unknown age never is. */
    @Test
    void the_age_of_what_was_read_is_unknown_so_that_no_alert_fires() {
        store.begin(source.name(), source.startAt(Instant.now()));
        assertThat(store.readingAge(source.name())).isNotNaN();

        age.look();

        assertThat(gauge("caseline.cases.changes.age")).isNaN();
    }

    /** What was seen of the case at last may be old by now. */
    @Test
    void status_queries_tell_the_outcome_and_no_state_in_salesforce() {
        SubmitCase command = asking("Card lost");
        var unused = created(command);
        assertThat(awaitState(command, CaseState.CREATED).snapshot()).isNotEqualTo(CaseSnapshot.UNKNOWN);

        assertThat(status(command))
                .contains("\"state\":\"CREATED\"", "\"caseNumber\":\"")
                .doesNotContain("caseStatus", "closed");
    }

    @Test
    void operators_see_no_numbers_of_the_life_of_cases() {
        life.count();

        assertThat(OperationsClient.of(operationsPort, operator("olga", "cases:view"))
                        .get("/overview")
                        .json()
                        .path("life"))
                .isEmpty();
    }
}
