package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.askingOf;
import static io.caseline.cases.testing.Commands.many;
import static io.caseline.cases.testing.Commands.unreadable;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static io.caseline.cases.testing.SandboxOrg.refusingCalls;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A record that Salesforce refuses fails alone, or passes with a retry or without a side field. */
class RefusedRecordTest extends RunningCaseProcessor {
    @Test
    void a_refused_record_fails_alone_and_keeps_its_sealed_command() {
        ORG.fault("failRecords", List.of(refusing("Subject", "Bad", "STRING_TOO_LONG")));
        SubmitCase bad = asking("Bad");
        SubmitCase good = asking("Good");
        sendTogether(bad, good);

        LedgerEntry failed = awaitState(bad, FAILED);
        awaitState(good, CREATED);
        assertThat(failed.failureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(failed.failureFields()).isEqualTo("Subject");
        assertThat(sealedCommandIsKept(bad)).isTrue();
        CaseEvent event = events(bad).getFirst();
        assertThat(event.getType()).isEqualTo(CaseEventType.FAILED);
        assertThat(event.getFailureCode()).isEqualTo("STRING_TOO_LONG");
        assertThat(event.toString()).doesNotContain("Jane");
    }

    @Test
    void one_record_that_makes_a_whole_call_malformed_fails_alone() {
        ORG.fault("failCalls", List.of(refusingCalls("Poison", 400, "JSON_PARSER_ERROR", "Unexpected character")));
        SubmitCase poison = askingOf("poisoned", "Poison");
        SubmitCase[] good = many(60, "poisoned", "Beside it");
        SubmitCase[] all = Stream.concat(Stream.of(good), Stream.of(poison)).toArray(SubmitCase[]::new);
        sendTogether(all);

        assertThat(awaitState(poison, FAILED).failureCode()).isEqualTo("JSON_PARSER_ERROR");
        assertThat(events(all))
                .hasSize(61)
                .filteredOn(event -> event.getType() == CaseEventType.FAILED)
                .hasSize(1);
        assertThat(breaker.code()).isEmpty();
    }

    @Test
    void an_address_that_salesforce_refuses_goes_into_the_description_and_the_case_is_created() {
        ORG.fault(
                "failRecords",
                List.of(refusing("SuppliedEmail", "@", "INVALID_EMAIL_ADDRESS", List.of("SuppliedEmail"))));
        SubmitCase named = asking("The field is named");
        send(named);
        assertCreatedWithoutAddress(named);

        ORG.fault("failRecords", List.of(refusing("SuppliedEmail", "@", "INVALID_EMAIL_ADDRESS", List.of())));
        SubmitCase unnamed = asking("No field is named");
        send(unnamed);
        assertCreatedWithoutAddress(unnamed);
        assertThat(events(named, unnamed)).hasSize(2).allMatch(event -> event.getAttempts() == 1);
    }

    private void assertCreatedWithoutAddress(SubmitCase command) {
        awaitState(command, CREATED);
        Map<String, Object> made =
                ORG.find(command.getCorrelationId()).orElseThrow().fields();
        assertThat(made.get("SuppliedEmail")).isNull();
        assertThat(made.get("Description")).asString().endsWith("E-mail: jane@example.com");
    }

    @Test
    void a_locked_row_is_tried_again() {
        ORG.fault("lockErrors", 2);
        SubmitCase locked = asking("Locked");
        sendTogether(locked, asking("Free"));

        assertThat(awaitState(locked, CREATED).attempts()).isEqualTo(1);
        assertThat(breaker.code()).isEmpty();
    }

    @Test
    void a_row_that_stays_locked_fails_with_that_code() {
        ORG.fault("failRecords", List.of(refusing("Subject", "Locked for good", "UNABLE_TO_LOCK_ROW")));
        SubmitCase locked = asking("Locked for good");
        send(locked);

        assertThat(awaitState(locked, FAILED).failureCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
    }

    @Test
    void a_duplicate_that_is_not_to_be_seen_yet_fails_nothing() {
        ORG.fault(
                "failRecords",
                List.of(Map.of(
                        "field",
                        "Subject",
                        "contains",
                        "Under way elsewhere",
                        "statusCode",
                        "DUPLICATE_VALUE",
                        "message",
                        "duplicate value found: <unknown> duplicates value on record with id: <unknown>")));
        SubmitCase command = asking("Under way elsewhere");
        send(command);

        await().until(() ->
                "CASE_NOT_VISIBLE".equals(awaitState(command, RECEIVED).failureCode()));
        ORG.heal();
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(events(command)).hasSize(1).allMatch(event -> event.getType() == CaseEventType.CREATED);
    }

    @Test
    void a_part_that_no_key_opens_fails_with_a_code_of_its_own() {
        SubmitCase command = unreadable();
        SubmitCase good = asking("Beside it");
        sendTogether(command, good);

        assertThat(awaitState(command, FAILED).failureCode()).isEqualTo("UNREADABLE_SEAL");
        assertThat(sealedCommandIsKept(command)).isTrue();
        assertThat(events(command).getFirst().getFailureCode()).isEqualTo("UNREADABLE_SEAL");
        awaitState(good, CREATED);
    }
}
