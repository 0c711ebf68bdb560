package io.caseline.tellers.feeplans;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.messaging.PausingBatchRetry;
import io.caseline.schemas.AssociationReason;
import io.caseline.tellers.FullTables;
import io.caseline.tellers.Statements;
import io.caseline.tellers.TellerAndAccountTest;
import io.caseline.tellers.inbox.GivenCommands;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With a card core that keeps the fee plans, core and database agree on every plan, whatever fails in between. */
class CardCoreFeePlansTest extends TellerAndAccountTest {
    private static final CardCoreStub CORE = new CardCoreStub();

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    @Autowired
    MeterRegistry meters;

    @Autowired
    @Qualifier("commands")
    PausingBatchRetry retry;

    @Autowired
    ScheduledTaskHolder timers;

    @DynamicPropertySource
    static void cardCore(DynamicPropertyRegistry properties) throws IOException {
        Path token = Files.writeString(Files.createTempFile(Path.of("target"), "card-core", ".token"), "of-the-core");
        properties.add("caseline.tellers.association.minimum-account-age", () -> "1h");
        properties.add("caseline.tellers.retry.first", () -> "100ms");
        properties.add("caseline.tellers.retry.max", () -> "1s");
        properties.add("caseline.tellers.fee-plans.kept-by", () -> "card-core");
        properties.add("caseline.tellers.fee-plans.url", CORE::url);
        properties.add("caseline.tellers.fee-plans.token-file", () -> token);
        properties.add("caseline.tellers.fee-plans.reconcile-after", () -> "6s");
        properties.add("caseline.tellers.fee-plans.reconcile-every", () -> "200ms");
    }

    @AfterEach
    void no_key_was_used_for_two_changes() {
        assertThat(CORE.misused()).isEmpty();
    }

    @Test
    void the_plan_is_changed_at_the_core_and_here_by_one_call() {
        TellerEvent reply = pipeline.replyTo(associate());

        assertThat(reply.getResponseCode()).isZero();
        assertThat(reply.getFeePlan()).isEqualTo("Employee");
        assertAgreed("Employee");
        assertThat(CORE.calls(account))
                .singleElement()
                .extracting(CardCoreStub.Call::plan, CardCoreStub.Call::authorization)
                .containsExactly("Employee", "Bearer of-the-core");
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
    }

    @Test
    void a_change_that_the_core_refuses_fails_its_command_alone_and_a_repeat_requests_it_anew() {
        AssociateTellerCard before = command(merchant, teller, pipeline.account());
        AssociateTellerCard refused = associate();
        AssociateTellerCard after = command(merchant, teller, pipeline.account());
        CORE.refuse(account, 422);
        pipeline.submit(before, refused, after);

        assertThat(List.of(reply(before), reply(refused), reply(after)))
                .containsExactly("SUCCESS", "FEE_PLAN_NOT_CHANGED", "SUCCESS");
        assertThat(pipeline.replies(refused).getFirst().getResponseCode()).isEqualTo(870);
        assertThat(pipeline.replies(refused).getFirst().getAccountIdentifier()).isEqualTo(account);
        assertThat(pipeline.count("teller_card_history", "correlation_id", refused.getCorrelationId()))
                .isZero();
        assertThat(pipeline.count("pending_plan_change", "account_id", account)).isZero();

        CORE.refuseNoMore(account);
        assertThat(pipeline.replyTo(refused).getReason()).isEqualTo("SUCCESS");
        assertThat(keys()).hasSize(2);
        assertAgreed("Employee");
    }

    @Test
    void while_the_core_is_unavailable_the_listener_pauses_and_no_command_fails() {
        AssociateTellerCard command = associate();
        CORE.fail(503);
        try {
            pipeline.submit(command);
            await().until(() ->
                    container().isPauseRequested() && CORE.calls(account).size() >= 3 && isPaused());
            assertThat(retry.health().getDetails())
                    .containsEntry("listener", "teller-processor")
                    .containsEntry("reason", "The card core is unavailable: HTTP_503");
            assertThat(meters.get("caseline.tellers.oldest.without.outcome")
                            .gauge()
                            .value())
                    .isPositive();
            assertThat(pipeline.replies(command)).isEmpty();
            assertThat(pipeline.count("teller_outcome", "correlation_id", command.getCorrelationId()))
                    .isZero();
        } finally {
            CORE.fail(0);
        }
        assertThat(reply(command)).isEqualTo("SUCCESS");
        assertThat(pipeline.events(command))
                .singleElement()
                .satisfies(event -> assertThat(event.value().getAttempts()).isEqualTo(1));
        await().until(() -> !container().isPauseRequested() && !isPaused());
        assertThat(keys()).hasSize(1);
        assertAgreed("Employee");
    }

    @Test
    void a_batch_that_the_core_refused_as_a_whole_succeeds_once_the_core_is_repaired() {
        AssociateTellerCard[] commands = Stream.generate(() -> command(merchant, teller, pipeline.account()))
                .limit(6)
                .toArray(AssociateTellerCard[]::new);
        List<UUID> accounts = Stream.of(commands)
                .map(AssociateTellerCard::getAccountIdentifier)
                .toList();
        accounts.forEach(refused -> CORE.refuse(refused, 400));
        pipeline.submit(commands);
        await().until(() ->
                accounts.stream().allMatch(refused -> CORE.calls(refused).size() >= 2));
        assertThat(pipeline.count("teller_outcome", "teller_id", teller)).isZero();

        accounts.forEach(CORE::refuseNoMore);
        assertThat(Stream.of(commands).map(this::reply)).containsOnly("SUCCESS");
        assertThat(accounts).allSatisfy(changed -> {
            assertThat(CORE.plan(changed)).isEqualTo("Employee");
            assertThat(pipeline.count("pending_plan_change", "account_id", changed))
                    .isZero();
        });
    }

    @Test
    void after_a_crash_before_the_commit_the_change_is_requested_again_under_the_same_key() {
        AssociateTellerCard command = associate();
        CORE.afterChange(account, this::endTheTransaction);

        assertThat(pipeline.replyTo(command).getReason()).isEqualTo("SUCCESS");
        assertThat(CORE.calls(account)).hasSize(2);
        assertThat(keys()).hasSize(1);
        assertThat(pipeline.events(command)).hasSize(1);
        assertThat(pipeline.count("teller_card_history", "account_id", account)).isEqualTo(1);
        assertThat(pipeline.count("fee_plan_history", "account_id", account)).isEqualTo(1);
        assertAgreed("Employee");
    }

    @Test
    void a_change_that_the_rules_reject_after_a_crash_is_restored() {
        AssociateTellerCard command = associate();
        CORE.afterChange(account, () -> {
            endTheTransaction();
            jdbc.sql("update account set status = 'Locked' where account_id = ?")
                    .param(account)
                    .update();
        });

        assertThat(pipeline.replyTo(command).getReason()).isEqualTo("ACCOUNT_LOCKED");
        awaitAgreed("Standard");
    }

    @Test
    void a_change_that_the_database_refuses_is_restored_and_a_repeat_changes_it_anew() {
        AssociateTellerCard command = associate();
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(860));
        awaitAgreed("Standard");

        assertThat(pipeline.replyTo(command).getReason()).isEqualTo("SUCCESS");
        assertAgreed("Employee");
        assertThat(CORE.calls(account))
                .extracting(CardCoreStub.Call::plan)
                .endsWith("Employee", "Standard", "Employee");
    }

    @Test
    void a_plan_that_the_core_refuses_to_restore_stays_pending_and_is_tried_again() {
        AssociateTellerCard command = associate();
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(860));
        CORE.refuse(account, 409);
        await().until(() -> keys().size() >= 3);
        assertThat(pipeline.count("pending_plan_change", "account_id", account)).isEqualTo(1);

        CORE.refuseNoMore(account);
        awaitAgreed("Standard");
    }

    @Test
    void the_statements_of_a_batch_do_not_grow_with_it() {
        assertThat(statements(20)).isEqualTo(statements(2)).isEqualTo(14);
    }

    @Test
    void every_statement_finds_its_rows_by_an_index() {
        FullTables.fill(jdbc);
        GivenCommands batch = batch(20);
        Map<String, String> plans = Statements.plans(() -> service.handle(batch));
        assertThat(plans).hasSize(13);
        // the timer reconciles, too: repeat until this thread is first
        await().pollInSameThread().until(() -> {
            jdbc.sql("insert into pending_plan_change values (?, ?, ?, now() - interval '1 hour', 'Employee')")
                    .params(pipeline.account(), UUID.randomUUID(), UUID.randomUUID())
                    .update();
            plans.putAll(Statements.plans(this::reconcile));
            return plans.size() == 17;
        });
        assertThat(FullTables.sequentialScans(plans)).isEmpty();
    }

    private void reconcile() {
        timers.getScheduledTasks().stream()
                .filter(timer -> timer.toString().contains("PlanReconciler.reconcile"))
                .forEach(timer -> timer.getTask().getRunnable().run());
    }

    private int statements(int size) {
        GivenCommands batch = batch(size);
        int before = Statements.prepared();
        assertThat(service.handle(batch))
                .extracting(decided -> decided.outcome().reason())
                .containsOnly(AssociationReason.SUCCESS);
        return Statements.prepared() - before;
    }

    private GivenCommands batch(int size) {
        return GivenCommands.of(Stream.generate(() -> command(merchant, pipeline.teller(merchant), pipeline.account()))
                .limit(size)
                .toList());
    }

    @Test
    void a_repeat_before_the_restore_requests_the_change_under_the_same_key() {
        AssociateTellerCard command = associate();
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(860));
        reconcile(Duration.ofHours(1));

        assertThat(pipeline.replyTo(command).getReason()).isEqualTo("SUCCESS");
        assertThat(keys()).hasSize(1);
        assertAgreed("Employee");
    }

    @Test
    void a_restore_that_has_begun_is_completed_before_the_next_change() {
        UUID key = UUID.randomUUID();
        jdbc.sql("insert into pending_plan_change values (?, ?, ?, now() + interval '1 hour', 'Employee', 'Standard')")
                .params(account, UUID.randomUUID(), key)
                .update();

        assertThat(pipeline.replyTo(associate()).getReason()).isEqualTo("SUCCESS");
        assertThat(CORE.calls(account)).extracting(CardCoreStub.Call::plan).containsExactly("Standard", "Employee");
        assertThat(CORE.calls(account).getFirst().key()).isEqualTo(key.toString());
        assertAgreed("Employee");
    }

    @Test
    void a_plan_that_the_core_changed_by_itself_is_the_previous_plan_and_the_one_that_is_restored() {
        publish(2, "Gold");
        assertThat(feePlan()).isEqualTo("Gold");
        AssociateTellerCard command = associate();
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(860));
        awaitAgreed("Gold");
        assertThat(pipeline.replyTo(command).getPreviousFeePlan()).isEqualTo("Gold");
    }

    @Test
    void a_plan_that_the_core_took_away_is_requested_again() {
        assertThat(pipeline.replyTo(associate()).getReason()).isEqualTo("SUCCESS");
        publish(2, "Employee");
        publish(3, "Standard");
        assertThat(feePlan()).isEqualTo("Standard");
        assertThat(pipeline.replyTo(command(merchant, pipeline.teller(merchant), account))
                        .getReason())
                .isEqualTo("SUCCESS");
        assertThat(CORE.calls(account)).hasSize(2);
        assertAgreed("Employee");
    }

    @Test
    void an_entry_with_the_plan_before_our_change_does_not_undo_it() {
        assertThat(pipeline.replyTo(associate()).getReason()).isEqualTo("SUCCESS");
        publish(2, "Standard");
        publish(3, "Standard");
        assertAgreed("Employee");
    }

    @Test
    void an_entry_with_the_plan_of_a_pending_change_does_not_complete_it() {
        AssociateTellerCard command = associate();
        whileRefused(
                "teller_card",
                "teller_id",
                teller,
                () -> assertThat(pipeline.replyTo(command).getResponseCode()).isEqualTo(860));
        reconcile(Duration.ofHours(1));
        publish(2, "Employee");
        assertThat(feePlan()).isEqualTo("Standard");
        reconcile(Duration.ofHours(-1));
        awaitAgreed("Standard");
    }

    private void publish(long version, String plan) {
        pipeline.publish(pipeline.accountEntry(account, version, "Open", "Zoe", "Muller")
                .setFeePlan(plan)
                .build());
    }

    @Test
    void the_minimum_age_of_an_account_is_a_setting() {
        assertThat(reply(aged(Duration.ofMinutes(59)))).isEqualTo("ACCOUNT_TOO_YOUNG");
        assertThat(reply(aged(Duration.ofMinutes(61)))).isEqualTo("SUCCESS");
    }

    private AssociateTellerCard aged(Duration age) {
        UUID id = UUID.randomUUID();
        pipeline.publish(pipeline.accountEntry(id, 1, "Open", "Zoe", "Muller")
                .setOpenedAt(Instant.now().minus(age))
                .build());
        AssociateTellerCard command = command(merchant, teller, id);
        pipeline.submit(command);
        return command;
    }

    /** Ends the session that holds the account, as the death of its process would. */
    private void endTheTransaction() {
        List<Boolean> ended = jdbc.sql("""
                select pg_terminate_backend(pid, 10000) from pg_stat_activity
                where state = 'idle in transaction' and datname = current_database()""").query(Boolean.class).list();
        assertThat(ended).isNotEmpty().containsOnly(true);
    }

    /** Makes the reconciler look at the account at that time. */
    private void reconcile(Duration fromNow) {
        assertThat(jdbc.sql(
                                "update pending_plan_change set since = now() + ? * interval '1 second' where account_id = ?")
                        .params(fromNow.toSeconds(), account)
                        .update())
                .isEqualTo(1);
    }

    private void assertAgreed(String plan) {
        assertThat(CORE.plan(account)).isEqualTo(plan);
        assertThat(feePlan()).isEqualTo(plan);
        assertThat(pipeline.count("pending_plan_change", "account_id", account)).isZero();
    }

    private void awaitAgreed(String plan) {
        await().until(() -> pipeline.count("pending_plan_change", "account_id", account) == 0);
        assertAgreed(plan);
    }

    private Set<String> keys() {
        return CORE.calls(account).stream().map(CardCoreStub.Call::key).collect(Collectors.toSet());
    }

    private boolean isPaused() {
        return meters.get("caseline.listener.paused")
                        .tag("listener", "teller-processor")
                        .gauge()
                        .value()
                == 1;
    }

    private MessageListenerContainer container() {
        return Objects.requireNonNull(listeners.getListenerContainer("teller-processor"));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
