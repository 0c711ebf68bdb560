package io.caseline.tellers.inbox;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.messages.TellerEvent;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import io.caseline.tellers.Crashes;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Pipeline;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.Statements;
import io.caseline.tellers.TestClock;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.tellers.association.AssociationService;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.deferral.DeferralStore;
import io.caseline.tellers.outcome.Outcome;
import io.caseline.tellers.outcome.OutcomeStore;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** A command that is rejected only because the account is too young waits, and is decided again by itself. */
class DeferralTest extends WholeApplicationTest {
    @Autowired
    TestClock clock;

    @Autowired
    OutcomeStore outcomes;

    @Autowired
    DeferralStore deferred;

    @Autowired
    AssociationService service;

    @Autowired
    TransactionTemplate transaction;

    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Merchant merchant = new Merchant("", "");
    String teller = "";
    UUID account = new UUID(0, 0);

    @BeforeEach
    void a_card_a_minute_too_young() {
        merchant = pipeline.merchant();
        teller = pipeline.teller(merchant);
        account = accountOpened(now.minus(Duration.ofHours(24)).plus(Duration.ofMinutes(1)));
        clock.stopAt(now);
    }

    @AfterEach
    void the_real_time_again() {
        clock.goOn();
    }

    @Test
    void a_command_for_a_young_account_waits_and_is_decided_when_the_account_is_old_enough() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        assertThat(pipeline.replies(command)).isEmpty();
        assertThat(pipeline.events(command)).isEmpty();
        assertThat(plan(account)).isEqualTo("Standard");
        assertThat(dueAt(command)).hasValue(now.plus(Duration.ofMinutes(1)));

        clock.stopAt(now.plusSeconds(59));
        assertThat(pipeline.events(command)).isEmpty();
        clock.stopAt(now.plusSeconds(60));

        awaitState(command, Outcome.State.ASSOCIATED);
        List<ConsumerRecord<String, TellerEvent>> events = pipeline.events(command);
        assertThat(events).hasSize(1);
        assertThat(happened(command)).containsExactly("RECEIVED 0 -1", "DEFERRED 1 870", "ASSOCIATED 2 0");
        assertThat(pipeline.allEvents(command).getFirst().value().getOccurredAt())
                .isEqualTo(command.getReceivedAt());
        assertThat(events.getFirst().value().getResponseCode()).isZero();
        assertThat(events.getFirst().value().getFeePlan()).isEqualTo("Employee");
        assertThat(events.getFirst().value().getReceivedAt()).isEqualTo(command.getReceivedAt());
        assertThat(TraceParent.of(events.getFirst().headers())).hasValue(Pipeline.trace(command));
        assertThat(plan(account)).isEqualTo("Employee");
        assertNothingWaits(command);
    }

    @Test
    void a_caller_who_waits_gets_870() {
        AssociateTellerCard command = command(merchant, teller, account);
        assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(870);
        assertNothingWaits(command);
    }

    @Test
    void a_command_rejected_for_another_reason_does_not_wait() {
        AssociateTellerCard command = deferrable(accountOpened(now, "Zoe", "Miller"));
        assertThat(pipeline.replyTo(command).getReason()).isEqualTo("NAMES_DIFFER");
        assertNothingWaits(command);
    }

    @Test
    void a_repeat_meanwhile_changes_nothing_and_gets_no_reply() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        Outcome before = outcome(command);

        AssociateTellerCard repeat =
                AssociateTellerCard.newBuilder(command).setRespondAsync(false).build();
        pipeline.submit(command, repeat, repeat);

        assertThat(pipeline.events(command)).isEmpty();
        assertThat(pipeline.replies(command)).isEmpty();
        assertThat(outcome(command)).isEqualTo(before);

        clock.stopAt(now.plusSeconds(60));
        awaitState(command, Outcome.State.ASSOCIATED);
        assertThat(pipeline.replyTo(repeat).getResponseCode()).isZero();
        assertThat(happened(command)).containsExactly("RECEIVED 0 -1", "DEFERRED 1 870", "ASSOCIATED 2 0");
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void a_repeat_that_finds_the_account_old_enough_ends_the_deferral() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        pipeline.publish(opened(now.minus(Duration.ofDays(3)), "Zoe", "Muller", account, 2)
                .build());

        assertThat(pipeline.replyTo(command).getResponseCode()).isZero();
        assertNothingWaits(command);
        clock.stopAt(now.plusSeconds(61));
        assertThat(pipeline.events(command)).hasSize(1);
    }

    @Test
    void all_rules_are_applied_again_when_the_command_is_due() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        pipeline.publish(pipeline.tellerEntry(merchant.id(), teller, 2, "Left", "Zoe", "Muller")
                .build());

        clock.stopAt(now.plusSeconds(60));

        awaitState(command, Outcome.State.REJECTED);
        assertThat(pipeline.events(command))
                .extracting(event -> event.value().getReason())
                .containsExactly("TELLER_NOT_ACTIVE");
        assertNothingWaits(command);
    }

    @Test
    void a_command_whose_account_turns_out_younger_waits_on_but_not_for_ever() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        pipeline.publish(opened(now.minus(Duration.ofHours(1)), "Zoe", "Muller", account, 2)
                .build());
        clock.stopAt(now.plusSeconds(60));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> dueAt(command).equals(Optional.of(now.plus(Duration.ofHours(23)))));

        pipeline.publish(opened(now.plus(Duration.ofHours(30)), "Zoe", "Muller", account, 3)
                .build());
        clock.stopAt(now.plus(Duration.ofHours(23)));

        awaitState(command, Outcome.State.REJECTED);
        assertThat(pipeline.events(command))
                .extracting(event -> event.value().getReason())
                .containsExactly("ACCOUNT_TOO_YOUNG");
        assertThat(happened(command))
                .containsExactly("RECEIVED 0 -1", "DEFERRED 1 870", "DEFERRED 2 870", "REJECTED 3 870");
        assertThat(pipeline.received(Topic.Names.TELLERS_STATE, command)).isEmpty();
    }

    private List<String> happened(AssociateTellerCard command) {
        return pipeline.allEvents(command).stream()
                .map(ConsumerRecord::value)
                .map(event -> event.getType() + " " + event.getAttempts() + " " + event.getResponseCode())
                .toList();
    }

    @Test
    void a_crash_after_the_commit_leaves_one_effect_and_one_event() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);

        Crashes.before(command.getCorrelationId());
        clock.stopAt(now.plusSeconds(60));
        awaitState(command, Outcome.State.ASSOCIATED);

        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
        assertNothingWaits(command);
    }

    @Test
    void a_due_command_that_cannot_be_stored_fails_alone() {
        AssociateTellerCard refused = deferrable(account);
        AssociateTellerCard neighbour = AssociateTellerCard.newBuilder(
                        command(merchant, pipeline.teller(merchant), account))
                .setReceivedAt(now)
                .setRespondAsync(true)
                .build();
        pipeline.submit(refused, neighbour);
        awaitState(refused, Outcome.State.DEFERRED);
        awaitState(neighbour, Outcome.State.DEFERRED);

        whileRefused("teller_card", "teller_id", teller, () -> {
            clock.stopAt(now.plusSeconds(60));
            awaitState(refused, Outcome.State.REJECTED);
            awaitState(neighbour, Outcome.State.ASSOCIATED);
        });

        assertThat(pipeline.events(refused))
                .extracting(event -> event.value().getResponseCode())
                .containsExactly(860);
        assertNothingWaits(refused);
        assertThat(pipeline.replyTo(refused).getResponseCode()).as("a repeat").isZero();
    }

    @Test
    void a_crash_after_the_deferral_defers_it_once() {
        AssociateTellerCard command = deferrable(account);
        Crashes.before(command.getCorrelationId());
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Crashes.due().isEmpty());

        clock.stopAt(now.plusSeconds(60));
        awaitState(command, Outcome.State.ASSOCIATED);
        assertThat(happened(command)).containsExactly("RECEIVED 0 -1", "DEFERRED 1 870", "ASSOCIATED 2 0");
    }

    @Test
    void a_repeat_is_not_blocked_by_a_due_command_that_is_being_decided() {
        AssociateTellerCard command = deferrable(account);
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        pipeline.publish(opened(now.minus(Duration.ofDays(3)), "Zoe", "Muller", account, 2)
                .build());

        transaction.executeWithoutResult(status -> {
            assertThat(deferred.take(List.of(command.getCorrelationId()))).hasSize(1);
            assertThat(pipeline.replyTo(command).getResponseCode()).isZero();
            assertThat(waits(command)).isTrue();
        });

        clock.stopAt(now.plusSeconds(60));
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !waits(command));
        assertThat(pipeline.events(command)).hasSize(1);
    }

    @Test
    void every_statement_finds_its_rows_by_an_index() {
        FullTables.fill(jdbc);
        List<DeferralStore.Deferral> some = Stream.generate(UUID::randomUUID)
                .limit(50)
                .map(id -> new DeferralStore.Deferral(commandNow(), now.plus(Duration.ofDays(1))))
                .toList();
        List<UUID> ids =
                some.stream().map(each -> each.command().correlationId()).toList();

        Map<String, String> plans = new HashMap<>();
        transaction.executeWithoutResult(status -> {
            jdbc.sql("""
                    insert into deferred_command
                        (correlation_id, due_at, request_id, merchant_id, store_id, teller_id, received_at)
                    select gen_random_uuid(), now() + i * interval '1 day', 'many', 'm', 's', 't', now()
                    from generate_series(1, 20000) as i""").update();
            jdbc.sql("analyze deferred_command").update();
            plans.putAll(Statements.plans(() -> {
                deferred.save(some);
                assertThat(deferred.dueIds(now, 200)).isEmpty();
                assertThat(deferred.take(ids)).hasSize(50);
                deferred.delete(ids);
            }));
            status.setRollbackOnly(); // so many would leave no room for others
        });

        assertThat(plans).hasSize(4);
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
    }

    @Test
    void instances_side_by_side_decide_each_of_many_once() {
        List<AssociateTellerCard> commands =
                IntStream.range(0, 60).mapToObj(i -> deferrable(account)).toList();
        pipeline.submit(commands.toArray(AssociateTellerCard[]::new));
        awaitState(commands.getLast(), Outcome.State.DEFERRED);

        clock.stopAt(now.plusSeconds(60));
        CompletableFuture.allOf(Stream.generate(() -> CompletableFuture.runAsync(() -> decideAllDue(7)))
                        .limit(4)
                        .toArray(CompletableFuture[]::new))
                .join();

        commands.forEach(this::awaitDecided);
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
        assertThat(commands)
                .allSatisfy(command -> assertThat(outcome(command).attempts())
                        .as("deferred, then decided")
                        .isEqualTo(2));
    }

    private void decideAllDue(int batch) {
        List<UUID> dueIds = deferred.dueIds(clock.instant(), batch);
        while (!dueIds.isEmpty()) {
            service.handle(new DueCommands(dueIds, deferred));
            dueIds = deferred.dueIds(clock.instant(), batch);
        }
    }

    private void awaitDecided(AssociateTellerCard command) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !waits(command));
    }

    @Test
    void a_deferred_command_holds_no_card_number_in_clear() {
        String number = "4" + (100_000_000_000_000L + System.nanoTime() % 800_000_000_000_000L);
        pipeline.publish(opened(now, "Zoe", "Muller", account, 2)
                .setSealedCardNumber(pipeline.sealed(number, "account|" + account + "|card"))
                .build());
        AssociateTellerCard command = AssociateTellerCard.newBuilder(pipeline.commandByNumber(merchant, teller, number))
                .setRespondAsync(true)
                .build();
        pipeline.submit(command);
        awaitState(command, Outcome.State.DEFERRED);
        assertThat(jdbc.sql("select deferral::text from deferred_command deferral where correlation_id = ?")
                        .param(command.getCorrelationId())
                        .query(String.class)
                        .single())
                .contains(command.getRequestId())
                .doesNotContain(number);
    }

    @Test
    void one_command_over_the_limit_gets_870() {
        jdbc.sql("""
                insert into deferred_command
                    (correlation_id, due_at, request_id, merchant_id, store_id, teller_id, received_at)
                select gen_random_uuid(), '2100-01-01T00:00:00Z', 'many', 'm', 's', 't', now()
                from generate_series(1, 1000)""").update();
        try {
            AssociateTellerCard command = deferrable(account);
            assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(870);
            assertNothingWaits(command);
        } finally {
            jdbc.sql("delete from deferred_command where request_id = 'many'").update();
        }
    }

    private AssociateTellerCard deferrable(UUID of) {
        return AssociateTellerCard.newBuilder(command(merchant, teller, of))
                .setReceivedAt(now)
                .setRespondAsync(true)
                .build();
    }

    private Command commandNow() {
        return GivenCommands.command(AssociateTellerCard.newBuilder(deferrable(account))
                .setCorrelationId(UUID.randomUUID())
                .build());
    }

    private UUID accountOpened(Instant openedAt) {
        return accountOpened(openedAt, "Zoe", "Muller");
    }

    private UUID accountOpened(Instant openedAt, String first, String last) {
        UUID id = UUID.randomUUID();
        pipeline.publish(opened(openedAt, first, last, id, 1).build());
        return id;
    }

    private DirectoryEntry.Builder opened(Instant openedAt, String first, String last, UUID id, long version) {
        return pipeline.accountEntry(id, version, "Open", first, last).setOpenedAt(openedAt);
    }

    private Outcome outcome(AssociateTellerCard command) {
        return outcomes.find(command.getCorrelationId()).orElseThrow();
    }

    private void awaitState(AssociateTellerCard command, Outcome.State state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> outcomes.find(command.getCorrelationId())
                        .filter(outcome -> outcome.state() == state)
                        .isPresent());
    }

    private void assertNothingWaits(AssociateTellerCard command) {
        assertThat(waits(command)).isFalse();
    }

    private boolean waits(AssociateTellerCard command) {
        return pipeline.count("deferred_command", "correlation_id", command.getCorrelationId()) > 0;
    }

    private Optional<Instant> dueAt(AssociateTellerCard command) {
        return jdbc.sql("select due_at from deferred_command where correlation_id = ?")
                .param(command.getCorrelationId())
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    private String plan(UUID id) {
        return jdbc.sql("select fee_plan from account where account_id = ?")
                .param(id)
                .query(String.class)
                .single();
    }
}
