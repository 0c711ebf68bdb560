package io.caseline.cases.life;

import static io.caseline.cases.testing.Commands.asking;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.ChangedCases.OrgCase;
import io.caseline.cases.testing.SandboxOrg.ReceivedCall;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.Outbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Readers of several instances, which die, freeze and leave at any step. They read when the test says so: the application
 * itself reads nothing here.
 */
class ChangeReaderTest extends CaseLifeFlow {
    private static final LifeSettings AT_ONCE = new LifeSettings(true, Duration.ZERO, Duration.ofMinutes(1));

    @Autowired
    private Outbox outbox;

    @Autowired
    private CaseLifeStore life;

    @Autowired
    private CallBudget budget;

    @Autowired
    private Holds holds;

    @Autowired
    private DataSource database;

    /** What a reader has done last when it dies. */
    enum Step {
        ASKED,
        SAVED,
        COMMITTED
    }

    private static final class Killed extends Error {}

    @BeforeEach
    void endLease() {
        jdbc.sql("update shedlock set lock_until = timezone('utc', now()) where name = 'case-processor-changes'")
                .update();
    }

    @ParameterizedTest
    @EnumSource
    void a_reader_that_dies_loses_no_change_and_tells_none_twice(Step last) {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        readUntilNothingIsUnsettled();
        ORG.edit(id, Map.of("Status", "Closed"));

        die(last);

        assertThat(toldAfter(id, command))
                .containsExactly(CaseEventType.CREATED, CaseEventType.CLOSED, CaseEventType.REOPENED);
    }

    @ParameterizedTest
    @EnumSource
    void a_case_that_was_seen_too_early_is_remembered_when_its_reader_dies(Step last) {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        seeTooEarly(id, command);

        die(last);

        assertThat(isUnsettled(command)).isEqualTo(last != Step.COMMITTED);
        assertThat(toldAfter(id, command))
                .containsExactly(CaseEventType.CREATED, CaseEventType.CLOSED, CaseEventType.REOPENED);
        assertThat(isUnsettled(command)).isFalse();
    }

    @Test
    void another_instance_reads_once_the_lease_of_one_that_is_gone_has_ended() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        ChangeReader gone = reader();
        ChangeReader other = reader();
        gone.readIfDue();
        ORG.edit(id, Map.of("Status", "Closed"));
        long version = version();
        other.readIfDue();
        assertThat(version()).as("while the lease lasts").isEqualTo(version);

        endLease();
        readOnce(other);

        assertThat(awaitEvents(2, command).getLast().getType()).isEqualTo(CaseEventType.CLOSED);
    }

    @Test
    void another_instance_reads_at_once_when_one_stops() {
        ChangeReader leaving = reader();
        ChangeReader other = reader();
        leaving.readIfDue();
        assertThat(isLeaseFree()).isFalse();
        leaving.stop();
        long version = version();
        leaving.readIfDue();
        assertThat(version()).isEqualTo(version);
        assertThat(isLeaseFree()).isTrue();

        readOnce(other);
    }

    @Test
    void a_reader_that_is_switched_off_asks_nothing_and_takes_no_lease() {
        ORG.resetStats();

        reader(
                        new LifeSettings(false, Duration.ZERO, Duration.ofMinutes(1)),
                        source,
                        new JdbcTransactionManager(database))
                .readIfDue();

        assertThat(ORG.calls()).noneMatch(ReceivedCall::isReadingChanges);
        assertThat(isLeaseFree()).isTrue();
    }

    @Test
    void what_a_reader_saw_before_it_froze_is_not_told_when_it_wakes_up() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        readUntilNothingIsUnsettled();
        ORG.edit(id, Map.of("Status", "Working"));

        freezeWhileAnotherReads(() -> ORG.edit(id, Map.of("Status", "Closed")));

        assertThat(toldAfter(id, command))
                .as("not that it was Working before it was Closed")
                .containsExactly(CaseEventType.CREATED, CaseEventType.CLOSED, CaseEventType.REOPENED);
    }

    @Test
    void a_case_that_was_read_again_by_a_frozen_reader_is_not_told_when_it_wakes_up() {
        SubmitCase command = asking("Card lost");
        String id = created(command);
        seeTooEarly(id, command);

        freezeWhileAnotherReads(() -> ORG.edit(id, Map.of("Priority", "High")));

        List<CaseEvent> events = awaitEvents(2, command);
        assertThat(events.getLast().getPriority()).isEqualTo("High");
        assertThat(toldAfter(id, command))
                .containsExactly(CaseEventType.CREATED, CaseEventType.CLOSED, CaseEventType.REOPENED);
    }

    private boolean isLeaseFree() {
        return query(
                        Boolean.class,
                        "select not exists (select from shedlock where name = 'case-processor-changes' and lock_until > timezone('utc', now()))")
                .getFirst();
    }

    /** It is closed, and read as such, before its outcome is saved. */
    private void seeTooEarly(String id, SubmitCase command) {
        readUntilNothingIsUnsettled();
        forgetOutcome(command);
        ORG.edit(id, Map.of("Status", "Closed"));
        ChangeReader early = reader();
        await().until(() -> {
            early.readIfDue();
            return isUnsettled(command);
        });
        saveOutcome(command);
        endLease();
    }

    /** So that the next reader's first step is about the case of the test. */
    private void readUntilNothingIsUnsettled() {
        ChangeReader reader = reader();
        await().until(() -> {
            reader.readIfDue();
            return store.settled(1).isEmpty();
        });
        endLease();
    }

    private void die(Step last) {
        long version = version();
        Runnable asked = last == Step.ASKED ? ChangeReaderTest::kill : ChangeReaderTest::nothing;
        ChangeReader dying = reader(asked, new JdbcTransactionManager(database) {
            @Override
            protected void doCommit(DefaultTransactionStatus status) {
                if (last == Step.COMMITTED) {
                    super.doCommit(status);
                }
                kill();
            }
        });
        await().until(() -> isKilled(dying));
        assertThat(version())
                .as("the position moves with what was read")
                .isEqualTo(last == Step.COMMITTED ? version + 1 : version);
        endLease();
    }

    private static boolean isKilled(ChangeReader dying) {
        try {
            dying.readIfDue();
            return false; // the org was too slow
        } catch (Killed e) {
            return true;
        }
    }

    private static void nothing() {}

    private static void kill() {
        throw new Killed();
    }

    /** Another instance takes over and reads on after one has its answer from the org, and before it saves that. */
    private void freezeWhileAnotherReads(Runnable agent) {
        ChangeReader other = reader();
        AtomicBoolean thawed = new AtomicBoolean();
        ChangeReader frozen = reader(
                () -> {
                    endLease();
                    agent.run();
                    readOnce(other);
                    thawed.set(true);
                },
                new JdbcTransactionManager(database));
        await().until(() -> {
            frozen.readIfDue();
            return thawed.get();
        });
        other.stop();
    }

    private void readOnce(ChangeReader reader) {
        long version = version();
        await().until(() -> {
            reader.readIfDue();
            return version() > version;
        });
    }

    /** The events after another reader has taken over. A last edit, which is read too, shows that no event is missing behind them. */
    private List<CaseEventType> toldAfter(String id, SubmitCase command) {
        ChangeReader reader = reader();
        readUntil("Closed", command, reader);
        ORG.edit(id, Map.of("Status", "Escalated"));
        readUntil("Escalated", command, reader);
        return lifeOf(command).stream().map(CaseEvent::getType).toList();
    }

    private void readUntil(String status, SubmitCase command, ChangeReader reader) {
        await().until(() -> {
            reader.readIfDue();
            return lifeOf(command).stream().anyMatch(event -> status.equals(event.getStatus()));
        });
    }

    private ChangeReader reader() {
        return reader(ChangeReaderTest::nothing, new JdbcTransactionManager(database));
    }

    /** @param asked runs once, when the reader has its first answer from the org */
    private ChangeReader reader(Runnable asked, JdbcTransactionManager transactions) {
        return reader(AT_ONCE, new Interrupted(source, asked), transactions);
    }

    private ChangeReader reader(LifeSettings settings, ChangeSource from, JdbcTransactionManager transactions) {
        ChangeService service = new ChangeService(store, ledger, outbox, new TransactionTemplate(transactions));
        return new ChangeReader(settings, from, store, service, life, budget, holds, meters);
    }

    private static final class Interrupted implements ChangeSource {
        private final ChangeSource org;
        private Runnable asked;

        Interrupted(ChangeSource org, Runnable asked) {
            this.org = org;
            this.asked = asked;
        }

        @Override
        public String name() {
            return org.name();
        }

        @Override
        public String startAt(Instant time) {
            return org.startAt(time);
        }

        @Override
        public Batch read(String position) {
            Batch batch = org.read(position);
            runOnce();
            return batch;
        }

        @Override
        public List<OrgCase> find(Collection<UUID> correlationIds) {
            List<OrgCase> cases = org.find(correlationIds);
            runOnce();
            return cases;
        }

        private void runOnce() {
            Runnable first = asked;
            asked = ChangeReaderTest::nothing;
            first.run();
        }
    }
}
