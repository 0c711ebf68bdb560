package io.caseline.trials.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caseline.messaging.testing.Postgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresProtocolTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String INBOX = "UPDATE listener_position SET next_offset = next_offset + 1";
    private static final String OUTCOME = "INSERT INTO outbox (event) VALUES ('created')";
    private static final String FEEDING = "update replay_entry set state = case when state = 'WAITING' then 'SENT' end";
    private static final String REPLAYED = "update replay_entry replayed set state = 'CREATED'";
    private static final String CLEARING = "DELETE FROM outbox";

    @SuppressWarnings("NullAway.Init")
    private static Postgres postgres;

    @SuppressWarnings("NullAway.Init")
    private TcpProxy tap;

    @SuppressWarnings("NullAway.Init")
    private Connection direct;

    @SuppressWarnings("NullAway.Init")
    private Connection tapped;

    @BeforeAll
    static void startPostgres() {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        direct = postgres.dataSource().getConnection();
        execute(direct, "DROP TABLE IF EXISTS outbox, outbox_progress, listener_position, replay_entry");
        execute(direct, "CREATE TABLE replay_entry AS SELECT 'WAITING' AS state");
        execute(direct, "CREATE TABLE outbox (event text)");
        execute(direct, "CREATE TABLE outbox_progress (topic text)");
        execute(direct, "CREATE TABLE listener_position AS SELECT 0 AS next_offset");
        tap = TcpProxy.of("case-processor", postgres.port(), PostgresProtocol::new);
        tapped = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&prepareThreshold=2".formatted(tap.port()),
                "postgres",
                "");
        tapped.setAutoCommit(false);
    }

    @AfterEach
    void disconnect() throws Exception {
        tapped.close();
        direct.close();
        tap.close();
    }

    @Test
    void the_answer_to_a_commit_is_withheld_when_the_outcome_is_durable() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.DECIDED);
        execute(tapped, INBOX);
        execute(tapped, OUTCOME);
        CompletableFuture<Void> commit = commit();

        assertThat(breakpoint.awaitReached(TIMEOUT)).isEqualTo("case-processor");
        assertThat(events()).isEqualTo(1);
        assertThat(commit).isNotDone();

        breakpoint.release();
        commit.join();
    }

    @Test
    void a_lost_answer_fails_a_commit_that_is_durable() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.DECIDED);
        execute(tapped, OUTCOME);
        CompletableFuture<Void> commit = commit();
        breakpoint.awaitReached(TIMEOUT);

        breakpoint.drop();

        assertThatThrownBy(commit::join).isInstanceOf(CompletionException.class).hasCauseInstanceOf(SQLException.class);
        assertThat(events()).isEqualTo(1);
    }

    @Test
    void statements_tell_what_a_transaction_is_for_also_once_they_are_prepared() throws Exception {
        for (int i = 0; i < 5; i++) {
            execute(tapped, INBOX);
            tapped.commit();
            execute(tapped, CLEARING);
            execute(tapped, "INSERT INTO outbox_progress (topic) VALUES ('events')");
            tapped.commit();
        }
        for (FaultPoint point : new FaultPoint[] {FaultPoint.RECEIVED, FaultPoint.CLEARED}) {
            Breakpoint breakpoint = breakAt(point);
            execute(tapped, OUTCOME);
            tapped.commit();
            execute(tapped, point == FaultPoint.RECEIVED ? INBOX : CLEARING);
            CompletableFuture<Void> commit = commit();
            assertThat(breakpoint.awaitReached(TIMEOUT)).isNotNull();
            breakpoint.release();
            commit.join();
        }
    }

    @Test
    void a_commit_is_withheld_before_failed_cases_are_due_and_lost_with_its_connection() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.FEEDING);
        execute(tapped, FEEDING);
        CompletableFuture<Void> commit = commit();
        assertThat(breakpoint.awaitReached(TIMEOUT)).isEqualTo("case-processor");

        breakpoint.drop();

        assertThatThrownBy(commit::join).isInstanceOf(CompletionException.class);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void the_answer_is_withheld_when_failed_cases_are_due_or_have_new_outcomes() throws Exception {
        for (FaultPoint point : new FaultPoint[] {FaultPoint.FED, FaultPoint.REPLAYED}) {
            Breakpoint breakpoint = breakAt(point);
            execute(tapped, point == FaultPoint.FED ? FEEDING : REPLAYED);
            execute(tapped, point == FaultPoint.FED ? "SELECT 1" : OUTCOME);
            CompletableFuture<Void> commit = commit();
            assertThat(breakpoint.awaitReached(TIMEOUT)).as(point.name()).isNotNull();
            assertThat(waiting()).isZero();
            breakpoint.release();
            commit.join();
        }
    }

    @Test
    void a_transaction_that_is_rolled_back_comes_to_no_point() throws Exception {
        Breakpoint breakpoint = breakAt(FaultPoint.DECIDED);
        execute(tapped, OUTCOME);
        tapped.rollback();
        execute(tapped, "SELECT 1");
        tapped.commit();

        assertThat(breakpoint.awaitReached(Duration.ZERO)).isNull();
    }

    private Breakpoint breakAt(FaultPoint point) {
        Breakpoint breakpoint = new Breakpoint(point);
        tap.set(breakpoint);
        return breakpoint;
    }

    private CompletableFuture<Void> commit() {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        tapped.commit();
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                Thread::startVirtualThread);
    }

    private int events() throws SQLException {
        return number("SELECT count(*) FROM outbox");
    }

    private int waiting() throws SQLException {
        return number("SELECT count(*) FROM replay_entry WHERE state = 'WAITING'");
    }

    private int number(String query) throws SQLException {
        try (Statement statement = direct.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.execute();
        }
    }
}
