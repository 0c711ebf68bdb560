package io.caseline.bench.pipeline;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The most that the database takes: what associations leave behind, written as bare JDBC batches into copies of the
 * same tables with the same keys and indexes. Nothing is read, no rule runs, and nobody is told.
 */
final class DatabaseCeiling {
    private static final String SCHEMA = "bench";

    /** Those that are written, after those that they refer to. */
    private static final List<String> TABLES =
            List.of("teller", "account", "teller_card", "teller_card_history", "fee_plan_history", "teller_outcome");

    private final Database database;
    private final int connections;
    private final int batch;

    DatabaseCeiling(Database database, int connections, int batch) {
        this.database = database;
        this.connections = connections;
        this.batch = batch;
    }

    private record Pair(String merchant, String teller, UUID account) {}

    /** Associations a second, of so many, each of a teller of its own. */
    double run(int associations) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            copyTables();
            List<Pair> pairs = pairs(associations);
            int share = associations / connections;
            List<Future<?>> lanes = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                List<Pair> own = pairs.subList(i * share, (i + 1) * share);
                lanes.add(threads.submit(() -> {
                    write(own);
                    return null;
                }));
            }
            for (Future<?> lane : lanes) {
                lane.get();
            }
            return (double) share * connections / ((System.nanoTime() - start) / 1e9);
        } catch (SQLException e) {
            throw new BenchFailure("the bare writes failed: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new BenchFailure("the bare writes failed: " + e.getCause(), e);
        }
    }

    private void copyTables() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists %1$s cascade; create schema %1$s".formatted(SCHEMA));
            for (String table : TABLES) {
                statement.execute("create table %1$s.%2$s (like public.%2$s including all)".formatted(SCHEMA, table));
            }
            statement.execute("insert into %1$s.teller select * from public.teller".formatted(SCHEMA));
            statement.execute("insert into %1$s.account select * from public.account".formatted(SCHEMA));
            statement.execute(
                    "update %s.account set fee_plan = 'Standard' where fee_plan <> 'Standard'".formatted(SCHEMA));
            List<String> foreignKeys = foreignKeys(statement);
            statement.execute("set search_path = " + SCHEMA);
            for (String foreignKey : foreignKeys) {
                statement.execute(foreignKey);
            }
            statement.execute("vacuum analyze %1$s.account, %1$s.teller".formatted(SCHEMA));
        }
    }

    /** {@code LIKE} leaves them out; their names are without a schema, so that the search path decides. */
    private static List<String> foreignKeys(Statement statement) throws SQLException {
        List<String> found = new ArrayList<>();
        for (String table : TABLES) {
            try (ResultSet rows = statement.executeQuery("select pg_get_constraintdef(oid) from pg_constraint"
                    + " where contype = 'f' and conrelid = 'public." + table + "'::regclass")) {
                while (rows.next()) {
                    found.add("alter table " + table + " add " + rows.getString(1));
                }
            }
        }
        return found;
    }

    private List<Pair> pairs(int number) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select merchant_id, teller_id, account_id
                        from (select *, row_number() over (order by merchant_id, teller_id) as n from bench.teller) as some_teller
                        join (select account_id, row_number() over (order by account_id) as n from bench.account)
                            as some_account using (n)
                        limit""" + " " + number)) {
            List<Pair> pairs = new ArrayList<>();
            while (rows.next()) {
                pairs.add(new Pair(rows.getString(1), rows.getString(2), rows.getObject(3, UUID.class)));
            }
            if (pairs.size() < number) {
                throw new BenchFailure("the directory has too few tellers for %d bare writes".formatted(number));
            }
            return pairs;
        }
    }

    private void write(List<Pair> pairs) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setSchema(SCHEMA);
            connection.setAutoCommit(false);
            try (PreparedStatement plan = connection.prepareStatement(
                            "update account set fee_plan = ? where account_id = ? and fee_plan = ?");
                    PreparedStatement planHistory = connection.prepareStatement("""
                            insert into fee_plan_history (correlation_id, account_id, from_plan, to_plan, changed_at)
                            values (?, ?, ?, ?, ?)""");
                    PreparedStatement card = connection.prepareStatement("""
                            insert into teller_card (correlation_id, merchant_id, teller_id, account_id, since)
                            values (?, ?, ?, ?, ?)""");
                    PreparedStatement cardHistory = connection.prepareStatement("""
                            insert into teller_card_history (correlation_id, merchant_id, teller_id, account_id,
                                replaced_account_id, associated_at)
                            values (?, ?, ?, ?, ?, ?)""");
                    PreparedStatement outcome = connection.prepareStatement("""
                            insert into teller_outcome (correlation_id, merchant_id, teller_id, state, response_code,
                                reason, attempts, account_id, previous_fee_plan, fee_plan, command_topic,
                                command_partition, command_offset, decided_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")) {
                for (int from = 0; from < pairs.size(); from += batch) {
                    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
                    for (Pair pair : pairs.subList(from, Math.min(from + batch, pairs.size()))) {
                        UUID id = UUID.randomUUID();
                        add(plan, "Employee", pair.account(), "Standard");
                        add(planHistory, id, pair.account(), "Standard", "Employee", now);
                        add(card, id, pair.merchant(), pair.teller(), pair.account(), now);
                        add(cardHistory, id, pair.merchant(), pair.teller(), pair.account(), UUID.randomUUID(), now);
                        add(
                                outcome,
                                id,
                                pair.merchant(),
                                pair.teller(),
                                "ASSOCIATED",
                                0,
                                "SUCCESS",
                                1,
                                pair.account(),
                                "Standard",
                                "Employee",
                                "tellers.commands",
                                3,
                                (long) from,
                                now);
                    }
                    for (PreparedStatement each : List.of(plan, planHistory, card, cardHistory, outcome)) {
                        each.executeBatch();
                    }
                    connection.commit();
                }
            }
        }
    }

    private static void add(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
    }
}
