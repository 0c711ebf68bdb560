package io.caseline.cases.amendment;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.unreadable;
import static io.caseline.cases.testing.SandboxOrg.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.cases.amendment.InvalidContentException.Violation;
import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.Limit;

/** An operator corrects what the customer said, as often as it takes, and nobody else sees it. */
class AmendmentTest extends RunningCaseProcessor {
    @Autowired
    private AmendmentService amendments;

    @Autowired
    private AuditLog audit;

    @Test
    void an_amended_submission_is_created_with_its_new_content_under_the_same_id() {
        SubmitCase command = failed("Wrong subject");
        UUID id = command.getCorrelationId();
        SubmissionContent before = amendments.view(id, "the subject is refused", "ann");
        assertThat(before.firstName()).isEqualTo("Jane");
        assertThat(before.emailAddress()).isEqualTo("jane@example.com");

        amendments.amend(id, withSubject(before, "Less wrong"), 1, "first try", "ann");
        amendments.amend(id, withSubject(before, "Right subject"), 1, "second try", "ann");
        assertThat(amendments.view(id, "check", "ann")).isEqualTo(withSubject(before, "Right subject"));
        jdbc.sql("update ledger_entry set state = 'RECEIVED', due_at = now() where correlation_id = ?")
                .param(id)
                .update();

        awaitState(command, CREATED);
        assertThat(ORG.find(id).orElseThrow().fields())
                .containsEntry("Subject", "Right subject")
                .containsEntry("SuppliedEmail", "jane@example.com");
    }

    @Test
    void an_amended_submission_is_no_longer_in_quarantine() {
        SubmitCase command = failed("Replayed often");
        UUID id = command.getCorrelationId();
        jdbc.sql("update ledger_entry set replays = 5 where correlation_id = ?")
                .param(id)
                .update();
        SubmissionContent before = amendments.view(id, "look", "ann");
        assertThat(replays(id)).isEqualTo(5);

        amendments.amend(id, withSubject(before, "New"), 1, "mend", "ann");
        assertThat(replays(id)).isZero();
    }

    @Test
    void the_audit_has_each_view_and_the_names_of_the_changed_fields() {
        UUID id = failed("To be audited").getCorrelationId();
        SubmissionContent before = amendments.view(id, "why I look", "ann");
        amendments.amend(
                id,
                new SubmissionContent(
                        "New",
                        null,
                        before.lastName(),
                        before.customerQuestion(),
                        before.emailAddress(),
                        null,
                        null,
                        "+1 555 010 0000",
                        2,
                        null,
                        null,
                        null,
                        null,
                        null),
                1,
                "why I amend",
                "bob");

        List<AuditEntry> entries = audit.findByCorrelationIdOrderById(id, Limit.of(10));
        assertThat(entries)
                .extracting(AuditEntry::action)
                .containsExactly(Action.CONTENT_VIEWED, Action.CONTENT_AMENDED);
        assertThat(entries).extracting(AuditEntry::actor).containsExactly("ann", "bob");
        assertThat(entries).extracting(AuditEntry::reason).containsExactly("why I look", "why I amend");
        assertThat(entries.getLast().result()).isEqualTo("changed: subject, firstName, phoneNumber, phoneType");
    }

    @Test
    void content_that_breaks_the_gateways_rules_is_refused_without_quoting_it() {
        UUID id = failed("To be amended badly").getCorrelationId();
        SubmissionContent bad = new SubmissionContent(
                "s".repeat(101),
                "",
                "D",
                "q".repeat(30_001),
                "no address",
                "a".repeat(101),
                null,
                "12",
                100,
                "d".repeat(256),
                null,
                null,
                -1,
                null);

        assertThatThrownBy(() -> amendments.amend(id, bad, 1, "mend", "ann"))
                .isInstanceOfSatisfying(
                        InvalidContentException.class,
                        e -> assertThat(e.violations())
                                .containsExactly(
                                        new Violation("subject", "must have 1 to 100 characters"),
                                        new Violation("firstName", "must have 1 to 100 characters"),
                                        new Violation("lastName", "must have 2 to 100 characters"),
                                        new Violation("customerQuestion", "must have 1 to 30000 characters"),
                                        new Violation("emailAddress", "is invalid"),
                                        new Violation("accountIdentifier", "must have 0 to 100 characters"),
                                        new Violation("phoneNumber", "is invalid"),
                                        new Violation("phoneType", "is invalid"),
                                        new Violation("deviceId", "must have 0 to 255 characters")))
                .hasMessageNotContaining("no address");
        assertThatThrownBy(() -> amendments.amend(id, empty(), 1, "mend", "ann"))
                .hasMessage("subject subject or customerQuestion is required");
        SubmissionContent before = amendments.view(id, "look", "ann");
        assertThatThrownBy(() -> amendments.amend(id, before, 1, "mend", "ann"))
                .hasMessage("content is the same as before");
        assertThatThrownBy(() -> amendments.amend(id, withSubject(before, "New"), 1, " ", "ann"))
                .hasMessage("reason is required");
        assertThatThrownBy(() -> amendments.view(id, "", "ann")).hasMessage("reason is required");
        assertThat(before).hasToString("SubmissionContent[]");
    }

    @Test
    void only_a_failed_submission_whose_latest_outcome_is_known_can_be_amended() {
        SubmitCase created = asking("Created at once");
        send(created);
        awaitState(created, CREATED);
        SubmissionContent content = withSubject(empty(), "New");
        assertThatThrownBy(() -> amendments.view(created.getCorrelationId(), "look", "ann"))
                .isInstanceOf(NotFailedException.class)
                .hasMessageContaining("CREATED");
        assertThatThrownBy(() -> amendments.amend(created.getCorrelationId(), content, 1, "mend", "ann"))
                .isInstanceOf(NotFailedException.class);
        assertThatThrownBy(() -> amendments.view(UUID.randomUUID(), "look", "ann"))
                .isInstanceOf(NoSuchElementException.class);

        UUID failed = failed("Failed again").getCorrelationId();
        assertThatThrownBy(() -> amendments.amend(failed, content, 0, "mend", "ann"))
                .isInstanceOf(NewerOutcomeException.class)
                .hasMessageContaining("attempts is 1");
        assertThat(audit.findByCorrelationIdOrderById(failed, Limit.of(10))).isEmpty();
    }

    @Test
    void content_that_no_key_opens_can_be_neither_seen_nor_amended() {
        SubmitCase command = unreadable();
        send(command);
        awaitState(command, FAILED);

        assertThatThrownBy(() -> amendments.view(command.getCorrelationId(), "look", "ann"))
                .isInstanceOf(UnreadableContentException.class)
                .hasNoCause();
        assertThatThrownBy(() ->
                        amendments.amend(command.getCorrelationId(), withSubject(empty(), "New"), 1, "mend", "ann"))
                .isInstanceOf(UnreadableContentException.class);
    }

    private SubmitCase failed(String subject) {
        ORG.fault("failRecords", List.of(refusing("Subject", subject, "STRING_TOO_LONG")));
        SubmitCase command = asking(subject);
        send(command);
        awaitState(command, FAILED);
        ORG.heal();
        return command;
    }

    private int replays(UUID id) {
        return query(Integer.class, "select replays from ledger_entry where correlation_id = ?", id)
                .getFirst();
    }

    private static SubmissionContent empty() {
        return new SubmissionContent(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    }

    private static SubmissionContent withSubject(SubmissionContent content, String subject) {
        return new SubmissionContent(
                subject,
                content.firstName(),
                content.lastName(),
                content.customerQuestion(),
                content.emailAddress(),
                content.accountIdentifier(),
                content.accountHolderIdentifier(),
                content.phoneNumber(),
                content.phoneType(),
                content.deviceId(),
                content.deviceMake(),
                content.deviceVersion(),
                content.deviceOs(),
                content.deviceOsVersion());
    }
}
