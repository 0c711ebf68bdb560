package io.caseline.local.chaos;

import io.caseline.local.chaos.Http.Answer;
import io.caseline.local.directory.DirectoryTopic;
import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Secrets;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tellers' cards, with a database that somebody else works on, too. */
final class TellersTrial implements Trial {

    private static final Lane LANE =
            new Lane(Topic.TELLERS_COMMANDS.topicName(), Topic.TELLERS_EVENTS.topicName(), List.of("teller-processor"));

    private final long seed;
    private final int tills;
    private final Ports ports;
    private final Secrets secrets;
    private final Database database;
    private @Nullable Connection lockHolder;

    /** @param tills how many pairs of tellers there are; when all are served, the requests begin anew as repeats */
    TellersTrial(long seed, int tills, Ports ports, Secrets secrets) {
        this.seed = seed;
        this.tills = tills;
        this.ports = ports;
        this.secrets = secrets;
        this.database = Database.of("tellers", ports, secrets);
    }

    @Override
    public String name() {
        return "tellers";
    }

    @Override
    public Port processor() {
        return Port.TELLER_PROCESSOR;
    }

    @Override
    public List<Point> points() {
        return List.of(Point.BEFORE_EVENTS, Point.BEFORE_COMMIT, Point.AFTER_COMMIT);
    }

    @Override
    public Lane lane() {
        return LANE;
    }

    @Override
    public void prepare() throws InterruptedException {
        Sealing sealing = Sealing.from(secrets.sealingKeySet());
        Instant now = Instant.now();
        List<DirectoryEntry> entries = new ArrayList<>(Till.shop(now));
        for (int number = 0; number < tills; number++) {
            entries.addAll(Till.of(number, seed).entries(sealing, now));
        }
        try (DirectoryTopic topic = new DirectoryTopic(Messaging.of(ports))) {
            entries.forEach(entry -> topic.send(entry.getEntityId(), entry));
            topic.flush().await(left -> {});
        }
    }

    @Override
    public Request request(long number) {
        int till = (int) (number / 2 % tills);
        int which = (int) (number % 2);
        Till pair = Till.of(till, seed);
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        ObjectNode body = Http.JSON.createObjectNode();
        body.putObject("metadata")
                .put("merchantId", Till.MERCHANT)
                .put("storeId", Till.STORE)
                .put("registerId", "01")
                .put("userId", pair.teller(which))
                .put("requestDateTime", "2026-01-09T13:25:45Z");
        body.put("accountNumber", "")
                .put("accountIdentifier", pair.account(which).toString());
        return new Request(
                "till-%d-%d".formatted(till, which),
                "/retailer/user/associate",
                body.toString(),
                Habits.prefer(random),
                Habits.copies(random),
                Habits.again(random),
                Habits.givesUp(random),
                pair.expected(which));
    }

    /** Code 1000 is no answer to leave it at: the gateway itself says so where it could not even accept. */
    @Override
    public boolean accepted(Answer answer, Book.Entry entry) {
        String code = answer.text("/metadata/responseCode");
        String correlationId = answer.text("/metadata/responseId");
        if (!answer.isOk() || correlationId.isEmpty() || code.equals("1000")) {
            return false;
        }
        entry.correlationIds().add(UUID.fromString(correlationId).toString());
        if (!code.isEmpty()) {
            entry.results().add(code);
        }
        return true;
    }

    @Override
    public List<Trouble> troubles() {
        return List.of(
                new Trouble("somebody holds locks on a third of the tellers", this::lock, this::unlock),
                new Trouble("the database's connections are cut", this::cutConnections, () -> {}));
    }

    private void lock() throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT 1 FROM teller WHERE hashtext(teller_id) % 3 = 0 ORDER BY merchant_id, teller_id FOR UPDATE");
        }
        lockHolder = connection;
    }

    private void unlock() throws SQLException {
        if (lockHolder != null) {
            lockHolder.close(); // and with it the transaction
        }
    }

    private void cutConnections() throws SQLException {
        database.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE usename = current_user AND pid <> pg_backend_pid()",
                row -> row.getBoolean(1));
    }

    @Override
    public void struckAt(Point point) {}

    @Override
    public void finish() {}

    @Override
    public Verdict verdict(Book book) throws SQLException, InterruptedException {
        return new TellersVerdict(book, new Topics(Messaging.of(ports)), database).reach();
    }
}
