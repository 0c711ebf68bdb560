package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.MessageKeys;
import io.caseline.trials.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The most that the database can take: the rows of associations, written as bare JDBC batches into copies of the same
 * tables with the same keys and indexes, the outbox included. Nothing is read, no rule runs and no reply is sent.
 */
final class BareAssociationWrites {
    private final Database database;
    private final int batch;
    private final byte[] event;

    /** @param event the value of an event on its topic */
    BareAssociationWrites(Database database, int batch, byte[] event) {
        this.database = database;
        this.batch = batch;
        this.event = event.clone();
    }

    /** The rows of one association. */
    private record Written(
            UUID correlationId,
            String merchant,
            String teller,
            UUID account,
            String fromPlan,
            String toPlan,
            String state,
            int code,
            String reason,
            int attempts,
            OffsetDateTime receivedAt,
            OffsetDateTime at) {}

    /**
     * Writes again what the processor has written, in the same order.
     *
     * @param skipped leaves out this many of the first
     * @return associations a second
     */
    double run(int connections, int skipped, int associations) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            new TableCopies(database).create();
            List<List<List<Written>>> shares = shares(connections, written(skipped, associations));
            List<Future<?>> ends = new ArrayList<>();
            long start = System.nanoTime();
            for (List<List<Written>> share : shares) {
                ends.add(threads.submit(() -> {
                    write(share);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
            return associations / ((System.nanoTime() - start) / 1e9);
        } catch (SQLException e) {
            throw new CliException("the bare writes failed: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new CliException("the bare writes failed: " + e.getCause(), e);
        }
    }

    /** Batches for each connection, by turns. */
    private List<List<List<Written>>> shares(int connections, List<Written> all) {
        List<List<List<Written>>> shares = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            shares.add(new ArrayList<>());
        }
        for (int from = 0; from < all.size(); from += batch) {
            shares.get(from / batch % connections).add(all.subList(from, Math.min(from + batch, all.size())));
        }
        return shares;
    }

    private List<Written> written(int skipped, int associations) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select o.*, f.from_plan, f.to_plan, r.received_at
                        from public.teller_outcome o join public.fee_plan_history f using (correlation_id)
                            join public.received_command r using (correlation_id)
                        order by o.decided_at, o.correlation_id
                        offset %d limit %d""".formatted(skipped, associations))) {
            List<Written> written = new ArrayList<>();
            while (rows.next()) {
                written.add(new Written(
                        rows.getObject("correlation_id", UUID.class),
                        rows.getString("merchant_id"),
                        rows.getString("teller_id"),
                        rows.getObject("account_id", UUID.class),
                        rows.getString("from_plan"),
                        rows.getString("to_plan"),
                        rows.getString("state"),
                        rows.getInt("response_code"),
                        rows.getString("reason"),
                        rows.getInt("attempts"),
                        rows.getObject("received_at", OffsetDateTime.class),
                        rows.getObject("decided_at", OffsetDateTime.class)));
            }
            if (written.size() < associations) {
                throw new CliException(
                        "only %d of %d associations are in the tables".formatted(written.size(), associations));
            }
            return written;
        }
    }

    private void write(List<List<Written>> batches) throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setSchema(TableCopies.SCHEMA);
            connection.setAutoCommit(false);
            try (PreparedStatement received = connection.prepareStatement(
                            "insert into received_command (correlation_id, merchant_id, received_at) values (?, ?, ?)");
                    PreparedStatement plan = connection.prepareStatement(
                            "update account set fee_plan = ? where account_id = ? and fee_plan = ?");
                    PreparedStatement planHistory = connection.prepareStatement("""
                            insert into fee_plan_history (correlation_id, account_id, from_plan, to_plan, changed_at)
                            values (?, ?, ?, ?, ?)""");
                    PreparedStatement card = connection.prepareStatement("""
                            insert into teller_card (correlation_id, merchant_id, teller_id, account_id, since)
                            values (?, ?, ?, ?, ?)""");
                    PreparedStatement cardHistory = connection.prepareStatement("""
                            insert into teller_card_history (correlation_id, merchant_id, teller_id, account_id, associated_at)
                            values (?, ?, ?, ?, ?)""");
                    PreparedStatement outcome = connection.prepareStatement("""
                            insert into teller_outcome (correlation_id, merchant_id, teller_id, state, response_code,
                                reason, attempts, account_id, previous_fee_plan, fee_plan, decided_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
                    PreparedStatement outbox = connection.prepareStatement("""
                            insert into outbox (subject, event_id, message_key, type, source, occurred_at, value, changes_state)
                            values (?, ?, ?, ?, ?, ?, ?, true)""")) {
                for (List<Written> rows : batches) {
                    for (Written row : rows) {
                        UUID id = row.correlationId();
                        add(received, id, row.merchant(), row.receivedAt());
                        add(plan, row.toPlan(), row.account(), row.fromPlan());
                        add(planHistory, id, row.account(), row.fromPlan(), row.toPlan(), row.at());
                        add(card, id, row.merchant(), row.teller(), row.account(), row.at());
                        add(cardHistory, id, row.merchant(), row.teller(), row.account(), row.at());
                        add(
                                outcome,
                                id,
                                row.merchant(),
                                row.teller(),
                                row.state(),
                                row.code(),
                                row.reason(),
                                row.attempts(),
                                row.account(),
                                row.fromPlan(),
                                row.toPlan(),
                                row.at());
                        add(
                                outbox,
                                id,
                                UUID.randomUUID(),
                                MessageKeys.ofTeller(row.merchant(), row.teller()),
                                CloudEventHeaders.type(TellerEventType.ASSOCIATED),
                                CloudEventHeaders.TELLER_SOURCE,
                                row.at(),
                                event);
                    }
                    for (PreparedStatement each :
                            List.of(received, plan, planHistory, card, cardHistory, outcome, outbox)) {
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
