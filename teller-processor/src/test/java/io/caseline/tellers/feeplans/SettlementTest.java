package io.caseline.tellers.feeplans;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
import org.springframework.web.client.RestClient;

/** What is put back, and tried again, round by round, in a database that no other test's timer looks at. */
class SettlementTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration SETTLE_AFTER = Duration.ofMinutes(1);

    private final CardCoreStub stub = new CardCoreStub();
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DataSource database = TestServices.postgres().getDatabase("postgres", "settlement");
    private final JdbcClient jdbc = JdbcClient.create(database);
    private final JdbcTransactionManager transactions = new JdbcTransactionManager(database);
    private final TransactionTemplate transaction = new TransactionTemplate(transactions);
    private final Doubts doubts = new Doubts(jdbc, transactions);
    private Instant now = START;

    @BeforeAll
    static void aDatabase() throws SQLException {
        try (Connection connection =
                        TestServices.postgres().getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database settlement");
        }
        Flyway.configure()
                .dataSource(TestServices.postgres().getDatabase("postgres", "settlement"))
                .load()
                .migrate();
    }

    @BeforeEach
    void nothing_in_doubt() {
        jdbc.sql("delete from fee_plan_doubt").update();
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        stub.close();
        assertThat(stub.misused()).isEmpty();
    }

    @Test
    void a_late_call_that_puts_a_plan_back_does_not_undo_what_came_after_it() {
        UUID account = doubtful(1);
        CountDownLatch late = new CountDownLatch(1);
        stub.hold(account, late);
        CardCore hasty = core(Duration.ofMillis(300));
        settlement(hasty).settle();
        assertThat(doubts()).containsExactly(account);

        now = now.plus(SETTLE_AFTER).plusSeconds(1);
        CardCore core = core(Duration.ofSeconds(30));
        settlement(core).settle();
        assertThat(doubts()).isEmpty();
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
    void an_account_that_the_core_has_trouble_with_keeps_no_other_waiting() {
        UUID troubled = doubtful(2);
        UUID other = doubtful(1);
        stub.trouble(troubled, 500);
        Settlement settlement = settlement(core(Duration.ofSeconds(30)));
        settlement.settle();
        assertThat(doubts()).containsExactly(troubled);
        assertThat(stub.plan(other)).isEqualTo("Standard");

        settlement.settle();
        assertThat(stub.calls(troubled)).hasSize(1);
        assertThat(meters.get("caseline.fee.plans.doubtful").gauge().value()).isEqualTo(1);

        stub.trouble(troubled, 0);
        now = now.plus(SETTLE_AFTER).plusSeconds(1);
        settlement.settle();
        assertThat(doubts()).isEmpty();
        assertThat(stub.plan(troubled)).isEqualTo("Standard");
        settlement.settle();
        assertThat(meters.get("caseline.fee.plans.doubtful").gauge().value()).isZero();
    }

    @Test
    void a_core_that_is_away_is_asked_for_three_accounts_a_round_and_no_more() {
        List<UUID> accounts = Stream.generate(() -> doubtful(1)).limit(9).toList();
        stub.trouble(503);
        settlement(core(Duration.ofSeconds(30))).settle();
        assertThat(accounts)
                .filteredOn(account -> !stub.calls(account).isEmpty())
                .hasSize(3);
        assertThat(doubts()).hasSize(9);
    }

    @Test
    void what_is_no_longer_in_doubt_or_is_again_is_not_put_back() {
        UUID account = doubtful(1);
        assertThat(doubts.back(
                        account, "Standard", now.minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC)))
                .isEmpty();
        assertThat(doubts.back(UUID.randomUUID(), "Standard", now.atOffset(ZoneOffset.UTC)))
                .isEmpty();
    }

    @Test
    void a_plan_that_is_another_now_is_put_back_under_another_key() {
        UUID account = doubtful(1);
        stub.trouble(account, 503);
        Settlement settlement = settlement(core(Duration.ofSeconds(30)));
        settlement.settle();
        jdbc.sql("update account set fee_plan = 'Gold' where account_id = ?")
                .param(account)
                .update();

        stub.trouble(account, 0);
        now = now.plus(SETTLE_AFTER).plusSeconds(1);
        settlement.settle();
        assertThat(stub.plan(account)).isEqualTo("Gold");
        assertThat(stub.calls(account)).extracting(CardCoreStub.Call::key).doesNotHaveDuplicates();
    }

    /** An account whose change to Employee the core may have made, and nobody has kept, so many minutes before settle-after. */
    private UUID doubtful(int minutes) {
        UUID account = UUID.randomUUID();
        jdbc.sql("insert into account values (?, 1, 'Open', '\\x00', null, null, 'Standard', now())")
                .param(account)
                .update();
        Instant since = now.minus(SETTLE_AFTER).minus(Duration.ofMinutes(minutes));
        doubts.open(List.of(change(account)), since);
        return account;
    }

    private static FeePlans.Change change(UUID account) {
        return new FeePlans.Change(UUID.randomUUID(), account, "Standard", "Employee");
    }

    private void employ(CardCore core, UUID account) {
        CardCoreFeePlans plans = new CardCoreFeePlans(core, doubts, new DatabaseFeePlans(jdbc));
        transaction.executeWithoutResult(status -> plans.change(List.of(change(account)), now));
    }

    private List<UUID> doubts() {
        return jdbc.sql("select account_id from fee_plan_doubt")
                .query(UUID.class)
                .list();
    }

    private Settlement settlement(CardCore core) {
        InstantSource clock = () -> now;
        return new Settlement(jdbc, transaction, doubts, core, settings(Duration.ofSeconds(30)), clock, meters);
    }

    private CardCore core(Duration readTimeout) {
        FeePlanSettings settings = settings(readTimeout);
        return new CardCore(
                new CardCoreConfiguration().cardCoreApi(RestClient.builder(), settings), settings, threads, meters);
    }

    private FeePlanSettings settings(Duration readTimeout) {
        return new FeePlanSettings(
                FeePlanSettings.CARD_CORE, stub.url(), null, Duration.ofSeconds(30), readTimeout, 2, SETTLE_AFTER);
    }
}
