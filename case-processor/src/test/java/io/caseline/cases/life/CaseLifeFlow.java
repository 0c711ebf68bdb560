package io.caseline.cases.life;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Tokens.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.client.RestClient;

/** Creates cases, changes them as agents do, and reads the events that are published about them. */
abstract class CaseLifeFlow extends RunningCaseProcessor {
    @Autowired
    ChangeSource source;

    @Autowired
    ChangeStore store;

    String created(SubmitCase command) {
        send(command);
        return Objects.requireNonNull(awaitState(command, CREATED).salesforceId());
    }

    /** Its events that are there by now, from {@code CREATED} on. */
    List<CaseEvent> lifeOf(SubmitCase command) {
        return allEvents(command).stream()
                .filter(event -> event.getType() != CaseEventType.RECEIVED)
                .toList();
    }

    List<CaseEvent> awaitEvents(int number, SubmitCase command) {
        await().until(() -> lifeOf(command).size() >= number);
        List<CaseEvent> events = lifeOf(command);
        assertThat(events).hasSize(number);
        return events;
    }

    /** As if its outcome were not saved yet. */
    void forgetOutcome(SubmitCase command) {
        jdbc.sql(
                        "update ledger_entry set state = 'RECEIVED', due_at = now() + interval '1 hour' where correlation_id = ?")
                .param(command.getCorrelationId())
                .update();
    }

    void saveOutcome(SubmitCase command) {
        jdbc.sql("update ledger_entry set state = 'CREATED', created_at = now() where correlation_id = ?")
                .param(command.getCorrelationId())
                .update();
    }

    /** Whether it is to be read again once its outcome is saved. */
    boolean isUnsettled(SubmitCase command) {
        return query(
                        Boolean.class,
                        "select exists (select from unsettled_case where correlation_id = ?)",
                        command.getCorrelationId())
                .getFirst();
    }

    /** Each time that something was read, the position gets another version. */
    long version() {
        return store.position(source.name()).map(ChangeStore.Stored::version).orElse(0L);
    }

    /** As the gateway asks for it. */
    String status(SubmitCase command) {
        return Objects.requireNonNull(RestClient.create("http://127.0.0.1:" + port)
                .get()
                .uri("/internal/cases/{id}?program={program}", command.getCorrelationId(), command.getProgramCode())
                .headers(headers -> headers.setBearerAuth(token("cases:read", "caseline", command.getProgramCode())))
                .retrieve()
                .body(String.class));
    }
}
