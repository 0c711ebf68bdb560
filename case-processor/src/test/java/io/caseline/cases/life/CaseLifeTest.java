package io.caseline.cases.life;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.askingOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.caseline.cases.life.ChangeSource.Batch;
import io.caseline.cases.life.ChangeStore.Stored;
import io.caseline.cases.publish.EventRecords.EventRecord;
import io.caseline.cases.republish.EventSpan;
import io.caseline.cases.republish.PastEvents;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.submissions.HistoryEntry;
import io.caseline.cases.submissions.Submissions;
import io.caseline.cases.testing.SandboxOrg;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

/** What agents do in Salesforce becomes events: each change once, in order, and nothing of what a person wrote. */
@TestPropertySource(properties = {"caseline.life.enabled=true", "caseline.life.every=1s"})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CaseLifeTest extends CaseLifeFlow {
    private static final String QUEUE = "00GgL000000Que1UAC";

    @Autowired
    private ChangeService service;

    @Autowired
    private Submissions submissions;

    @Autowired
    private PastEvents past;

    @Autowired
    private CaseLife life;

    @Autowired
    private CaseLifeStore lifeStore;

    @Test
    void a_case_that_agents_work_on_has_an_event_for_each_change_in_order() {
        SubmitCase command = asking("Card lost");
        String id = created(command);

        ORG.edit(id, Map.of("Status", "Working", "Priority", "High"));
        awaitEvents(2, command);
        ORG.edit(id, Map.of("OwnerId", QUEUE));
        awaitEvents(3, command);
        ORG.comment(id, "Jane called again");
        awaitEvents(4, command);
        ORG.edit(id, Map.of("Status", "Closed"));
        awaitEvents(5, command);
        ORG.edit(id, Map.of("Status", "Working"));
        List<CaseEvent> events = awaitEvents(6, command);

        assertThat(events)
                .extracting(
                        CaseEvent::getType, CaseEvent::getChanges, CaseEvent::getPreviousStatus, CaseEvent::getStatus)
                .containsExactly(
                        tuple(CaseEventType.CREATED, 0, null, "New"),
                        tuple(CaseEventType.CHANGED, 1, "New", "Working"),
                        tuple(CaseEventType.CHANGED, 2, "Working", "Working"),
                        tuple(CaseEventType.CHANGED, 3, "Working", "Working"),
                        tuple(CaseEventType.CLOSED, 4, "Working", "Closed"),
                        tuple(CaseEventType.REOPENED, 5, "Closed", "Working"));
        assertThat(events.get(1))
                .returns("Medium", CaseEvent::getPreviousPriority)
                .returns("High", CaseEvent::getPriority)
                .returns(null, CaseEvent::getQueue);
        assertThat(events.get(2))
                .returns(QUEUE, CaseEvent::getOwnerId)
                .returns("Support", CaseEvent::getQueue)
                .returns(events.getFirst().getOwnerId(), CaseEvent::getPreviousOwnerId);
        assertThat(events.get(3).getComments()).isEqualTo(1);
        assertThat(events).extracting(CaseEvent::getSalesforceId).containsOnly(id);
        assertThat(events).extracting(CaseEvent::getAttempts).containsOnly(1);
        assertThat(events).extracting(CaseEvent::getEventId).doesNotHaveDuplicates();
        assertThat(events.toString()).doesNotContain("Jane", "Caseline Integration");
    }

    @Test
    void status_queries_tell_the_state_in_salesforce() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        assertThat(status(command)).contains("\"caseStatus\":\"New\"", "\"closed\":false");

        ORG.edit(id, Map.of("Status", "Closed"));
        awaitEvents(2, command);

        assertThat(status(command)).contains("\"caseStatus\":\"Closed\"", "\"closed\":true");
    }

    @Test
    void operators_see_the_changes_and_how_long_cases_are_open() {
        SubmitCase command = askingOf("life-" + UUID.randomUUID(), "Card lost");
        SubmitCase other = askingOf(command.getProgramCode(), "Card found");
        String id = created(command);
        created(other);
        ORG.edit(id, Map.of("Status", "Closed"));
        awaitEvents(2, command);

        assertThat(submissions.find(command.getCorrelationId()).orElseThrow().history())
                .extracting(HistoryEntry::type)
                .containsExactly(HistoryEntry.Type.RECEIVED, HistoryEntry.Type.CREATED, HistoryEntry.Type.CLOSED);
        lifeStore.count();
        assertThat(life.periods())
                .hasSize(2)
                .allSatisfy(period -> assertThat(period.programs())
                        .filteredOn(program -> program.program().equals(command.getProgramCode()))
                        .singleElement()
                        .returns(1L, CaseLife.Program::open)
                        .returns(1L, CaseLife.Program::closed)
                        .extracting(CaseLife.Program::medianSeconds)
                        .isNotNull());
    }

    /** A backfill makes the events of changes again, and {@code CREATED} tells the state that the case had then. */
    @Test
    void changes_are_made_again_as_they_were_published() {
        SubmitCase command = askingOf("again-" + UUID.randomUUID(), "Card lost");
        String id = created(command);
        ORG.edit(id, Map.of("Status", "Working", "Priority", "High"));
        awaitEvents(2, command);
        ORG.edit(id, Map.of("Status", "Closed", "OwnerId", QUEUE));
        awaitEvents(3, command);

        EventSpan all = new EventSpan(Instant.EPOCH, Instant.now().plusSeconds(3600), command.getProgramCode());

        assertThat(past.page(all, null, 100, "vera").items())
                .map(CaseLifeTest::value)
                .isEqualTo(lifeOf(command));
        assertThat(past.count(all)).isEqualTo(3);
    }

    private static CaseEvent value(EventRecord made) {
        byte[] value = Base64.getDecoder().decode(made.value());
        int prefix = 5; // Confluent's
        try {
            return new SpecificDatumReader<>(CaseEvent.class)
                    .read(null, DecoderFactory.get().binaryDecoder(value, prefix, value.length - prefix, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_deleted_case_can_come_back_and_a_merged_one_cannot() {
        SubmitCase deleted = asking("Deleted");
        SubmitCase merged = asking("Asked twice");
        SubmitCase other = asking("Asked before");
        String deletedId = created(deleted);
        String mergedId = created(merged);
        String otherId = created(other);

        ORG.delete(deletedId);
        ORG.merge(mergedId, otherId);
        awaitEvents(2, deleted);
        ORG.restore(deletedId);

        assertThat(awaitEvents(3, deleted))
                .extracting(CaseEvent::getType)
                .containsExactly(CaseEventType.CREATED, CaseEventType.DELETED, CaseEventType.RESTORED);
        assertThat(awaitEvents(2, merged).getLast())
                .returns(CaseEventType.MERGED, CaseEvent::getType)
                .returns(otherId, CaseEvent::getMergedInto);
    }

    /** What the org shows again, and what is not told, makes no event. */
    @Test
    void the_same_state_makes_no_event() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        ORG.edit(id, Map.of("Subject", "Card found"));
        ORG.edit(id, Map.of("Status", "Closed"));
        awaitEvents(2, command);
        ORG.edit(id, Map.of("Description", "Found by its owner"));
        awaitReads(2);

        assertThat(lifeOf(command)).hasSize(2);
        assertThat(query(Integer.class, "select changes from ledger_entry where salesforce_id = ?", id))
                .containsExactly(1);
    }

    @Test
    void more_cases_than_a_page_that_change_in_one_second_are_all_seen() {
        String program = "mass-" + UUID.randomUUID();
        SubmitCase first = asking("The one that is sent");
        String firstId = created(first);
        int many = 2_300;
        jdbc.sql("""
                insert into ledger_entry (correlation_id, program_code, request_id, state, attempts, due_at, case_number,
                    salesforce_id, received_at, created_at, updated_at, status, closed, priority, owner_id, modified_at)
                select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ?, gen_random_uuid(), 'CREATED', 1, now(),
                    'M' || n, '500gL0000M' || lpad(n::text, 5, '0') || 'AAA', now(), now() - interval '1 minute', now(), 'New', false,
                    'Medium', '005gL000000Run4QAC', now() - interval '1 minute'
                from generate_series(1, ?) n""").params(program, many).update();
        Instant second = Instant.ofEpochSecond(Instant.now().getEpochSecond());
        ORG.update(
                """
                insert into cases (id, casenumber, status, priority, ownerid, createddate, lastmodifieddate, systemmodstamp,
                    isdeleted, caseline_correlation_id__c)
                select '500gL0000M' || lpad(n::text, 5, '0') || 'AAA', 'M' || n, 'Closed', 'Medium', '005gL000000Run4QAC', ?, ?, ?,
                    false, '00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0')
                from generate_series(1, ?) n""",
                java.sql.Timestamp.from(second),
                java.sql.Timestamp.from(second),
                java.sql.Timestamp.from(second),
                many);
        try {
            await().until(() -> query(
                            Integer.class,
                            "select count(*) from case_change c join ledger_entry e using (correlation_id) where program_code = ?",
                            program)
                    .equals(List.of(many)));
            assertThat(query(
                            Integer.class,
                            "select count(*) from ledger_entry where program_code = ? and closed and changes = 1 and closed_at = modified_at",
                            program))
                    .containsExactly(many);
            assertThat(firstId).isNotEmpty();
        } finally {
            ORG.update("delete from cases where id like '500gL0000M%'");
            jdbc.sql("delete from ledger_entry where program_code = ?")
                    .param(program)
                    .update();
        }
    }

    /** The case is there, and an agent has closed it, before this application knows that it was created. */
    @Test
    void a_change_that_is_seen_before_the_outcome_comes_after_it() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        forgetOutcome(command);
        ORG.edit(id, Map.of("Status", "Closed"));
        await().until(() -> isUnsettled(command));
        var unused = awaitEvents(1, command);

        saveOutcome(command);

        assertThat(awaitEvents(2, command))
                .extracting(CaseEvent::getType)
                .containsExactly(CaseEventType.CREATED, CaseEventType.CLOSED);
        assertThat(isUnsettled(command)).isFalse();
    }

    /** Two instances that both believe to be the one that reads. */
    @Test
    void what_is_read_from_a_position_is_saved_by_one_instance_only() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        awaitReads(1);
        Stored from = store.position(source.name()).orElseThrow();
        ORG.edit(id, Map.of("Status", "Working"));
        Batch late = source.read(from.position());
        ORG.edit(id, Map.of("Status", "Closed"));
        awaitLast("Closed", command);

        assertThat(service.save(source.name(), from, late)).isEmpty();
        assertThat(awaitLast("Closed", command)).isNotEmpty();
    }

    @Test
    void while_the_quota_is_kept_for_live_traffic_nothing_is_read_and_nothing_is_missed() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        ORG.fault("apiUsage", SandboxOrg.DAILY_CALLS * 8 / 10);
        SubmitCase live = asking("Tells how many calls are left");
        send(live);
        awaitState(live, CREATED);
        await().until(() -> !Objects.requireNonNull(breaker.status().quota()).forReplays());
        ORG.resetStats();
        ORG.edit(id, Map.of("Status", "Closed"));
        await().until(() -> ORG.calls().stream().anyMatch(call -> call.path().endsWith("/limits")));
        assertThat(ORG.calls()).noneMatch(SandboxOrg.ReceivedCall::isReadingChanges);

        ORG.heal();

        assertThat(awaitEvents(2, command).getLast().getType()).isEqualTo(CaseEventType.CLOSED);
    }

    @Test
    void while_the_org_is_away_changes_wait() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        ORG.edit(id, Map.of("Status", "Closed"));
        ORG.fault("status", 503);
        send(asking("Finds that the org is unavailable"));
        await().until(() -> breaker.state() != State.CLOSED);

        ORG.heal();

        assertThat(awaitEvents(2, command).getLast().getType()).isEqualTo(CaseEventType.CLOSED);
    }

    /** A field that this user may not read is left out; no case fails for that. Last, as it is found again only after a while. */
    @Test
    @Order(Integer.MAX_VALUE)
    void what_this_user_may_not_read_is_not_told() {
        ORG.fault("hiddenFields", List.of("Priority"));
        SubmitCase command = asking("Card lost");
        String id = created(command);
        ORG.edit(id, Map.of("Status", "Closed"));

        assertThat(awaitEvents(2, command).getLast())
                .returns(CaseEventType.CLOSED, CaseEvent::getType)
                .returns("Closed", CaseEvent::getStatus);
    }

    private List<CaseEvent> awaitLast(String status, SubmitCase command) {
        await().until(() -> !lifeOf(command).isEmpty()
                && status.equals(lifeOf(command).getLast().getStatus()));
        return lifeOf(command);
    }

    /** Waits until changes were read completely so often again. */
    private void awaitReads(int times) {
        long since = version();
        await().until(() -> version() >= since + times);
    }
}
