package io.caseline.tellers.feeplans;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Which plans are restored at the card core, in a database of its own that no timer reads. */
class PlanReconcilerTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration RECONCILE_AFTER = Duration.ofMinutes(1);

    private final CardCoreStub stub = new CardCoreStub();
    private final CardCoreClients api = new CardCoreClients();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DataSource database = TestServices.postgres().dataSource("reconciler");
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    private final TransactionTemplate transaction = new TransactionTemplate(transactions);
    private final PendingPlanChanges pending = new PendingPlanChanges(jdbc, transactions);
    private Instant now = START;

    @BeforeAll
    static void aDatabase() {
        Flyway.configure()
                .dataSource(TestServices.postgres().createDatabase("reconciler"))
                .load()
                .migrate();
    }

    @BeforeEach
    void nothing_pending() {
        jdbc.sql("delete from pending_plan_change").update();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        stub.close();
        api.close();
        assertThat(stub.misused()).isEmpty();
    }

    @Test
    void a_late_restore_does_not_undo_a_later_change() {
        UUID account = pendingAccount(1);
        CountDownLatch late = new CountDownLatch(1);
        stub.hold(account, late);
        CardCoreClient impatient = core(Duration.ofMillis(300));
        reconciler(impatient).reconcile();
        assertThat(pending()).containsExactly(account);

        now = now.plus(RECONCILE_AFTER).plusSeconds(1);
        CardCoreClient core = core(Duration.ofSeconds(30));
        reconciler(core).reconcile();
        assertThat(pending()).isEmpty();
        assertThat(stub.plan(account)).isEqualTo("Standard");
        employ(core, account);
        assertThat(stub.plan(account)).isEqualTo("Employee");

        late.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> stub.calls(account).size() == 3);
        assertThat(stub.plan(account)).isEqualTo("Employee");
    }

    @Test
    void an_account_for_which_the_core_fails_delays_no_other() {
        UUID failing = pendingAccount(2);
        UUID other = pendingAccount(1);
        stub.fail(failing, 500);
        PlanReconciler reconciler = reconciler(core(Duration.ofSeconds(30)));
        reconciler.reconcile();
        assertThat(pending()).containsExactly(failing);
        assertThat(stub.plan(other)).isEqualTo("Standard");

        reconciler.reconcile();
        assertThat(stub.calls(failing)).hasSize(1);
        assertThat(meters.get("caseline.fee.plans.pending").gauge().value()).isEqualTo(1);

        stub.fail(failing, 0);
        now = now.plus(RECONCILE_AFTER).plusSeconds(1);
        reconciler.reconcile();
        assertThat(pending()).isEmpty();
        assertThat(stub.plan(failing)).isEqualTo("Standard");
        reconciler.reconcile();
        assertThat(meters.get("caseline.fee.plans.pending").gauge().value()).isZero();
    }

    @Test
    void an_unavailable_core_is_called_for_three_accounts_a_round_and_no_more() {
        List<UUID> accounts = Stream.generate(() -> pendingAccount(1)).limit(9).toList();
        stub.fail(503);
        reconciler(core(Duration.ofSeconds(30))).reconcile();
        assertThat(accounts)
                .filteredOn(account -> !stub.calls(account).isEmpty())
                .hasSize(3);
        assertThat(pending()).hasSize(9);
    }

    @Test
    void a_change_that_is_no_longer_pending_or_was_requested_anew_is_not_restored() {
        UUID account = pendingAccount(1);
        assertThat(pending.beginRestore(
                        account, "Standard", now.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)))
                .isEmpty();
        assertThat(pending.beginRestore(UUID.randomUUID(), "Standard", now.atOffset(ZoneOffset.UTC)))
                .isEmpty();
    }

    @Test
    void another_plan_is_restored_under_another_key() {
        UUID account = pendingAccount(1);
        stub.fail(account, 503);
        PlanReconciler reconciler = reconciler(core(Duration.ofSeconds(30)));
        reconciler.reconcile();
        jdbc.sql("update account set fee_plan = 'Gold' where account_id = ?")
                .param(account)
                .update();

        stub.fail(account, 0);
        now = now.plus(RECONCILE_AFTER).plusSeconds(1);
        reconciler.reconcile();
        assertThat(stub.plan(account)).isEqualTo("Gold");
        assertThat(stub.calls(account)).extracting(CardCoreStub.Call::key).doesNotHaveDuplicates();
    }

    /** An account whose change to Employee the core may have made and nobody has stored, due for this many minutes. */
    private UUID pendingAccount(int minutes) {
        UUID account = UUID.randomUUID();
        jdbc.sql("insert into account values (?, 1, 'Open', '\\x00', null, null, 'Standard', now())")
                .param(account)
                .update();
        Instant since = now.minus(RECONCILE_AFTER).minus(Duration.ofMinutes(minutes));
        pending.open(List.of(change(account)), since);
        return account;
    }

    private static FeePlans.Change change(UUID account) {
        return new FeePlans.Change(UUID.randomUUID(), account, "Standard", "Employee");
    }

    private void employ(CardCoreClient core, UUID account) {
        CardCoreFeePlans plans = new CardCoreFeePlans(core, pending, new DatabaseFeePlans(jdbc));
        transaction.executeWithoutResult(status -> plans.change(List.of(change(account)), now));
    }

    private List<UUID> pending() {
        return jdbc.sql("select account_id from pending_plan_change")
                .query(UUID.class)
                .list();
    }

    private PlanReconciler reconciler(CardCoreClient core) {
        InstantSource clock = () -> now;
        return new PlanReconciler(jdbc, transaction, pending, core, settings(Duration.ofSeconds(30)), clock, meters);
    }

    private CardCoreClient core(Duration readTimeout) {
        FeePlanSettings settings = settings(readTimeout);
        return new CardCoreClient(api.at(stub.url(), readTimeout), settings, threads, meters);
    }

    private FeePlanSettings settings(Duration readTimeout) {
        return new FeePlanSettings(
                FeePlanSettings.CARD_CORE, stub.url(), null, Duration.ofSeconds(30), readTimeout, 2, RECONCILE_AFTER);
    }
}
