package io.caseline.trials.chaos;

import io.caseline.cli.directory.DirectoryProducer;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tellers' cards, with a database that somebody else works on, too. */
final class TellersTrial implements Trial {

    private static final Faults FAULTS = new Faults(
            List.of(
                    FaultPoint.DECIDED,
                    FaultPoint.UNANSWERED,
                    FaultPoint.UNPUBLISHED,
                    FaultPoint.TRANSACTION_OPEN,
                    FaultPoint.PUBLISHED),
            List.of(FaultPoint.DECIDED, FaultPoint.CLEARED),
            List.of(FaultType.DELETE_COMMANDS, FaultType.DELETE_OFFSETS));

    private static final List<String> GROUPS = List.of("teller-processor", "teller-recorder", "teller-directory");

    private final long seed;
    private final int pairs;
    private final Ports ports;
    private final Secrets secrets;
    private final Database database;
    private final Client client;
    private final Topics topics;
    private final CommandTopic<AssociateTellerCard> commands;
    private @Nullable Connection lockHolder;

    /** @param pairs how many pairs of tellers there are; when all are served, the requests begin anew as repeats */
    TellersTrial(long seed, int pairs, Http gateway, String token, Ports ports, Secrets secrets) {
        this.seed = seed;
        this.pairs = pairs;
        this.ports = ports;
        this.secrets = secrets;
        this.database = ProcessorDatabase.connect("tellers", ports, secrets);
        this.client = new Client(gateway, token, TellersTrial::accepted);
        this.topics = new Topics(ports.kafka());
        this.commands = new CommandTopic<>(Topic.TELLERS_COMMANDS, topics, database);
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
    public Faults faults() {
        return FAULTS;
    }

    @Override
    public Client client() {
        return client;
    }

    @Override
    public void prepare() throws InterruptedException {
        Sealing sealing = Sealing.from(secrets.sealingKeySet());
        Instant now = Instant.now();
        List<DirectoryEntry> entries = new ArrayList<>(TellerClient.shop(now));
        for (int number = 0; number < pairs; number++) {
            entries.addAll(TellerClient.of(number, seed).entries(sealing, now));
        }
        try (DirectoryProducer topic = new DirectoryProducer(ports.kafka())) {
            entries.forEach(entry -> topic.send(entry.getEntityId(), entry));
            topic.flush().awaitZero(left -> {});
        }
    }

    @Override
    public Request request(long number) {
        int pair = (int) (number / 2 % pairs);
        int which = (int) (number % 2);
        TellerClient tellers = TellerClient.of(pair, seed);
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        ObjectNode body = Http.JSON.createObjectNode();
        body.putObject("metadata")
                .put("merchantId", TellerClient.MERCHANT)
                .put("storeId", TellerClient.STORE)
                .put("registerId", "01")
                .put("userId", tellers.teller(which))
                .put("requestDateTime", "2026-01-09T13:25:45Z");
        body.put("accountNumber", "")
                .put("accountIdentifier", tellers.account(which).toString());
        return new Request(
                "pair-%d-%d".formatted(pair, which),
                "/retailer/user/associate",
                body.toString(),
                ClientBehavior.prefer(random),
                ClientBehavior.copies(random),
                ClientBehavior.again(random),
                ClientBehavior.givesUp(random),
                tellers.expected(which));
    }

    /** Code 1000 is no answer to leave it at: the gateway itself says so where it could not even accept. */
    private static boolean accepted(Response answer, RequestLog.Entry entry) {
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
    public List<Disturbance> disturbances() {
        return List.of(
                new Disturbance("somebody holds locks on a third of the tellers", this::lock, this::unlock),
                new Disturbance("the database's connections are cut", this::cutConnections, () -> {}));
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
    public void killedAt(FaultPoint point) {}

    @Override
    public void deleteCommands() throws SQLException, InterruptedException {
        commands.delete();
    }

    @Override
    public void deleteOffsets() throws InterruptedException {
        topics.deleteGroups(GROUPS);
    }

    /** No org refuses associations. */
    @Override
    public void refuseProgram() {
        throw new UnsupportedOperationException("programs have cases only");
    }

    @Override
    public void finish() {}

    @Override
    public List<String> unfinished() throws SQLException, InterruptedException {
        return Stream.of(
                        topics.notTaken(Topic.TELLERS_COMMANDS, commands.positions()),
                        ProcessorDatabase.unpublished(database),
                        topics.openTransactions(Topic.TELLERS_EVENTS))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public CheckReport verdict() throws SQLException, InterruptedException {
        CheckReport verdict = new TellerChecks(client.log(), topics, commands.all(), database).reach();
        verdict.note(commands.note());
        return verdict;
    }
}
