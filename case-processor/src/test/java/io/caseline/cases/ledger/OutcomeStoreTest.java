package io.caseline.cases.ledger;

import static io.caseline.cases.ledger.CaseState.CREATED;
import static io.caseline.cases.ledger.CaseState.FAILED;
import static io.caseline.cases.ledger.CaseState.RECEIVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Decision.Failed;
import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.testing.TestDatabase;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Claims and their settlement, on a real database. */
class OutcomeStoreTest {
    private static final Created OUTCOME = new Created("500A", "00000001", Instant.EPOCH);
    private static final Failed FAILURE = new Failed("STRING_TOO_LONG", List.of("Subject", "Description"));

    private final TestDatabase database = new TestDatabase();
    private final Ledger ledger = new Ledger(database.jdbc);
    private final Claims claims = new Claims(database.jdbc);
    private final OutcomeStore store = new OutcomeStore(database.jdbc);
    private final UnansweredCommands unanswered = new UnansweredCommands(database.jdbc);
    private final UUID instance = instance();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void new_commands_are_claimed_as_they_are_inserted_and_repeats_are_not() {
        CaseCommand first = command("a");
        CaseCommand unclaimed = command("a");
        assertThat(insert(first)).containsOnlyKeys(first.correlationId());
        Map<UUID, Long> again = database.transaction.execute(
                status -> new HashMap<>(ledger.insert(List.of(first, unclaimed), each -> false, instance)));

        assertThat(again).containsOnlyKeys(unclaimed.correlationId()).containsValue(null);
        assertThat(due("a")).extracting(ClaimedCommand::command).containsExactly(unclaimed);
    }

    @Test
    void created_settles_whatever_the_state_and_whoever_holds_the_claim() {
        ClaimedCommand first = claimed(command("a"));
        release(first);
        ClaimedCommand second = due("a").getFirst();
        assertThat(settle(first, OUTCOME)).extracting(LedgerEntry::state).containsExactly(CREATED);
        assertThat(settle(second, OUTCOME)).as("settled already").isEmpty();
        assertThat(settle(second, FAILURE)).isEmpty();
        assertThat(state(first)).isEqualTo(CREATED);

        ClaimedCommand failed = claimed(command("a"));
        settle(failed, FAILURE);
        assertThat(settle(failed, OUTCOME)).singleElement().satisfies(entry -> {
            assertThat(entry.attempts()).isEqualTo(2);
            assertThat(entry.failureCode()).isNull();
        });
    }

    @Test
    void failed_counts_only_under_its_own_claim() {
        ClaimedCommand late = claimed(command("a"));
        release(late);
        ClaimedCommand current = due("a").getFirst();
        assertThat(current.claim()).isGreaterThan(late.claim());
        assertThat(settle(late, FAILURE)).isEmpty();
        assertThat(state(late)).isEqualTo(RECEIVED);

        assertThat(settle(current, FAILURE)).singleElement().satisfies(entry -> {
            assertThat(entry.state()).isEqualTo(FAILED);
            assertThat(entry.failureCode()).isEqualTo("STRING_TOO_LONG");
            assertThat(entry.failureFields()).isEqualTo("Subject,Description");
            assertThat(entry.attempts()).isEqualTo(1);
        });
        assertThat(settle(current, FAILURE)).as("once").isEmpty();
    }

    @Test
    void a_retry_counts_only_under_its_own_claim_too() {
        ClaimedCommand late = claimed(command("a"));
        release(late);
        ClaimedCommand current = due("a").getFirst();
        settle(late, new Retry("TIME_OUT", Duration.ZERO, true, true));
        assertThat(due("a")).isEmpty();

        settle(current, new Retry("UNABLE_TO_LOCK_ROW", Duration.ZERO, true, false));
        assertThat(due("a")).singleElement().satisfies(command -> {
            assertThat(command.tries()).isEqualTo(1);
            assertThat(command.lastCode()).isEqualTo("UNABLE_TO_LOCK_ROW");
            assertThat(command.command()).isEqualTo(current.command());
        });
    }

    @Test
    void a_delayed_retry_is_not_due_before_its_time_but_may_be_a_probe() {
        ClaimedCommand command = claimed(command("a"));
        settle(command, new Retry("UNABLE_TO_LOCK_ROW", Duration.ofHours(1), true, false));

        assertThat(due("a")).isEmpty();
        assertThat(claims.programs()).containsExactly("a");
        assertThat(claims.probe("a", instance).orElseThrow().correlationId()).isEqualTo(command.correlationId());
    }

    @Test
    void only_failed_commands_whose_call_went_unanswered_are_looked_up() {
        ClaimedCommand answered = claimed(command("a"));
        ClaimedCommand lost = claimed(command("a"));
        ClaimedCommand lostBefore = claimed(command("a"));
        settle(lostBefore, new Retry("TIME_OUT", Duration.ZERO, false, true));
        ClaimedCommand again = due("a").getFirst();
        settle(answered, FAILURE);
        settle(lost, new Failed("UNKNOWN_EXCEPTION", List.of(), true));
        settle(again, FAILURE);

        List<ClaimedCommand> due = unanswered.due(Duration.ZERO);
        assertThat(due)
                .extracting(ClaimedCommand::correlationId)
                .containsExactlyInAnyOrder(lost.correlationId(), again.correlationId());
        assertThat(unanswered.due(Duration.ofMinutes(11))).isEmpty();
        unanswered.lookedUp(due);
        assertThat(unanswered.due(Duration.ZERO)).isEmpty();
    }

    @Test
    void claims_that_an_instance_does_not_hold_are_released() {
        ClaimedCommand held = claimed(command("a"));
        ClaimedCommand orphan = claimed(command("b"));
        Set<String> programs = claims.releaseOrphans(
                instance, (id, claim) -> id.equals(held.correlationId()) && claim == held.claim());

        assertThat(programs).containsExactly("b");
        assertThat(due("a")).isEmpty();
        assertThat(due("b")).extracting(ClaimedCommand::correlationId).containsExactly(orphan.correlationId());
    }

    @Test
    void all_claims_of_a_dead_instance_are_released_as_unanswered() {
        ClaimedCommand command = claimed(command("a"));
        assertThat(claims.releaseAll(instance, true)).containsExactly("a");
        ClaimedCommand again = due("a").getFirst();
        settle(again, FAILURE);

        assertThat(unanswered.due(Duration.ZERO))
                .extracting(ClaimedCommand::correlationId)
                .containsExactly(command.correlationId());
    }

    @Test
    void an_instance_that_was_removed_cannot_claim() {
        claimed(command("a"));
        claims.releaseAll(instance, true);
        database.jdbc.sql("delete from instance").update();

        assertThat(due("a")).isEmpty();
        CaseCommand late = command("a");
        assertThat(insert(late)).as("inserted, and due for the others").containsEntry(late.correlationId(), null);
    }

    @Test
    void due_commands_are_claimed_oldest_first_from_the_cursor_on() {
        List<ClaimedCommand> commands = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            commands.add(claimed(command("a")));
            settle(commands.get(i), new Retry("", Duration.ZERO, false, false));
        }
        Claims.Claimed first = claims.due("a", Instant.EPOCH, 4, instance);
        assertThat(first.commands())
                .extracting(ClaimedCommand::correlationId)
                .containsExactlyElementsOf(commands.subList(0, 4).stream()
                        .map(ClaimedCommand::correlationId)
                        .toList());
        assertThat(claims.due("a", Objects.requireNonNull(first.cursor()), 4, instance)
                        .commands())
                .hasSize(2);
    }

    @Test
    void two_instances_claim_side_by_side_without_waiting_for_each_other() {
        ClaimedCommand one = claimed(command("a"));
        ClaimedCommand two = claimed(command("a"));
        release(one);
        release(two);
        UUID other = instance();
        database.transaction.executeWithoutResult(status -> {
            assertThat(claims.due("a", Instant.EPOCH, 1, instance).commands()).hasSize(1);
            assertThat(database.elsewhere(() -> claims.due("a", Instant.EPOCH, 10, other))
                            .commands())
                    .hasSize(1);
        });
    }

    @Test
    void programs_with_open_commands_are_found_whatever_their_number() {
        for (int i = 0; i < 30; i++) {
            release(claimed(command("program" + i % 7)));
        }
        settle(claimed(command("settled")), OUTCOME);

        assertThat(claims.programs()).hasSize(7).doesNotContain("settled");
    }

    @Test
    void a_wait_is_only_ever_prolonged_and_only_while_there_is_no_outcome() {
        CaseCommand command = command("a");
        ClaimedCommand claimed = claimed(command);
        Instant soon = Instant.parse("2026-01-01T00:00:05Z");
        ledger.extendWaits(List.of(command.awaitedUntil(soon.plusSeconds(5))));
        ledger.extendWaits(List.of(command.awaitedUntil(soon)));
        assertThat(ledger.find(command.correlationId()).orElseThrow().waitUntil())
                .isEqualTo(soon.plusSeconds(5));

        settle(claimed, OUTCOME);
        ledger.extendWaits(List.of(command.awaitedUntil(soon.plusSeconds(60))));
        assertThat(ledger.find(command.correlationId()).orElseThrow().waitUntil())
                .isEqualTo(soon.plusSeconds(5));
    }

    private UUID instance() {
        UUID id = UUID.randomUUID();
        database.jdbc
                .sql("insert into instance (id, counter) values (?, 0)")
                .param(id)
                .update();
        return id;
    }

    private static CaseCommand command(String program) {
        return new CaseCommand(
                UUID.randomUUID(),
                program,
                UUID.randomUUID(),
                Instant.parse("2026-01-01T00:00:00Z"),
                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                null,
                Optional.empty());
    }

    private Map<UUID, Long> insert(CaseCommand command) {
        return new HashMap<>(ledger.insert(List.of(command), each -> true, instance));
    }

    private ClaimedCommand claimed(CaseCommand command) {
        Long claim = Objects.requireNonNull(insert(command).get(command.correlationId()));
        return new ClaimedCommand(command, claim, 0, null);
    }

    private void release(ClaimedCommand command) {
        claims.release(List.of(command));
    }

    private List<ClaimedCommand> due(String program) {
        return claims.due(program, Instant.EPOCH, 100, instance).commands();
    }

    private List<LedgerEntry> settle(ClaimedCommand command, Decision decision) {
        return store.write(Map.of(command, decision));
    }

    private CaseState state(ClaimedCommand command) {
        return ledger.find(command.correlationId()).orElseThrow().state();
    }
}
