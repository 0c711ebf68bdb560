package io.caseline.cases.flow;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.testing.Commands.asking;
import static io.caseline.cases.testing.Commands.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.testing.RunningCaseProcessor;
import io.caseline.messages.SubmitCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** An instance dies, freezes or leaves, and another one goes on with its commands. */
class TakeOverTest extends RunningCaseProcessor {

    @Autowired
    TransactionTemplate transaction;

    @Test
    void commands_claimed_by_an_instance_that_died_are_sent_by_another_one() {
        UUID dead = UUID.randomUUID();
        SubmitCase[] commands =
                Stream.generate(() -> asking("Claimed by the dead")).limit(20).toArray(SubmitCase[]::new);
        claimInTheNameOf(dead, commands);

        assertThat(events(commands)).hasSize(20);
        assertThat(query(UUID.class, "select id from instance where id = ?", dead))
                .isEmpty();
        Stream.of(commands)
                .forEach(command ->
                        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1));
    }

    @Test
    void an_instance_that_was_declared_dead_during_a_call_saves_nothing_twice() {
        ORG.resetStats();
        ORG.fault("hold", 1);
        SubmitCase command = asking("Taken over during its call");
        send(List.of(awaited(command)));
        await().until(() -> ORG.inserts().size() == 1);
        declareAllDead();

        String number = awaitState(command, CREATED).caseNumber();
        assertThat(ORG.inserts()).hasSize(2);
        ORG.heal();
        SubmitCase next = asking("Came after");
        send(next);
        assertThat(events(command, next)).hasSize(2);
        await().until(() -> ORG.count("concurrent") == 0);
        assertThat(awaitState(command, CREATED).attempts()).isEqualTo(1);
        assertThat(awaitState(command, CREATED).caseNumber()).isEqualTo(number);
        assertThat(events(command)).hasSize(1);
    }

    @Test
    void an_instance_that_stops_gives_its_claims_back_at_once() {
        List<UUID> before = query(UUID.class, "select id from instance");
        ORG.fault("status", 503);
        List<SubmitCase> commands = new ArrayList<>();
        try (ConfigurableApplicationContext leaving = startAnotherInstance()) {
            await().until(() -> {
                SubmitCase command = asking("Waits on one of both");
                commands.add(command);
                send(command);
                return leaving.isRunning() && claimants().size() == 2;
            });
        }

        assertThat(query(UUID.class, "select id from instance")).isEqualTo(before);
        assertThat(claimants()).isSubsetOf(before);
        ORG.heal();
        assertThat(events(commands.toArray(SubmitCase[]::new))).hasSameSizeAs(commands);
    }

    private List<UUID> claimants() {
        return query(UUID.class, "select distinct claimed_by from ledger_entry where claimed_by is not null");
    }

    private void claimInTheNameOf(UUID instance, SubmitCase... commands) {
        jdbc.sql("insert into instance (id, counter) values (?, 7)")
                .param(instance)
                .update();
        List<CaseCommand> rows = Stream.of(commands)
                .map(command -> new CaseCommand(
                        command.getCorrelationId(),
                        command.getProgramCode(),
                        command.getRequestId(),
                        command.getReceivedAt(),
                        command.getSealedCase(),
                        null,
                        Optional.empty()))
                .toList();
        transaction.executeWithoutResult(status -> assertThat(
                        ledger.insert(rows, command -> true, instance).claims())
                .hasSameSizeAs(rows));
    }

    /** As another instance does when their counters stand still. */
    private void declareAllDead() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("delete from instance").update();
            jdbc.sql(
                            "update ledger_entry set claimed_by = null, claim = null, case_may_exist_since = now() where claim is not null")
                    .update();
        });
    }
}
