package io.caseline.trials.chaos;

import io.caseline.cli.directory.DirectoryProducer;
import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Topic;
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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tellers' cards, with a database that another client uses, too. */
final class TellersTrial extends Trial<AssociateTellerCard> {

    private static final Faults FAULTS = new Faults(
            List.of(
                    FaultPoint.DECIDED,
                    FaultPoint.UNREPLIED,
                    FaultPoint.UNPUBLISHED,
                    FaultPoint.TRANSACTION_OPEN,
                    FaultPoint.PUBLISHED),
            List.of(FaultPoint.DECIDED, FaultPoint.CLEARED),
            List.of(FaultType.DELETE_COMMANDS, FaultType.DELETE_OFFSETS));

    private final long seed;
    private final int pairs;
    private final Ports ports;
    private final Secrets secrets;
    private @Nullable Connection lockHolder;

    /** @param pairs number of pairs of tellers; after that the requests start again as repeats */
    TellersTrial(long seed, int pairs, Http gateway, String token, Ports ports, Secrets secrets) {
        super(
                "tellers",
                ports,
                secrets,
                new Client(gateway, token, TellersTrial::isAccepted),
                Topic.TELLERS_COMMANDS,
                Topic.TELLERS_EVENTS);
        this.seed = seed;
        this.pairs = pairs;
        this.ports = ports;
        this.secrets = secrets;
    }

    @Override
    String name() {
        return "tellers";
    }

    @Override
    Port processor() {
        return Port.TELLER_PROCESSOR;
    }

    @Override
    Faults faults() {
        return FAULTS;
    }

    @Override
    List<String> groups() {
        return List.of("teller-processor", "teller-recorder", "teller-directory");
    }

    @Override
    void prepare() throws InterruptedException {
        Sealing sealing = Sealing.from(secrets.sealingKeySet());
        Instant now = Instant.now();
        List<DirectoryEntry> entries = new ArrayList<>(TellerClient.merchantAndStore(now));
        for (int number = 0; number < pairs; number++) {
            entries.addAll(TellerClient.of(number, seed).entries(sealing, now));
        }
        try (DirectoryProducer topic = new DirectoryProducer(ports.kafka())) {
            entries.forEach(entry -> topic.send(entry.getEntityId(), entry));
            topic.flush().awaitZero(left -> {});
        }
    }

    @Override
    Request request(long number) {
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

    /** Code 1000 does not accept a request: the gateway returns it if it could not produce the command. */
    private static boolean isAccepted(Response answer, RequestLog.Entry entry) {
        String code = answer.text("/metadata/responseCode");
        String correlationId = answer.text("/metadata/responseId");
        if (!answer.isOk() || correlationId.isEmpty() || code.equals("1000")) {
            return false;
        }
        entry.correlationIds().add(UUID.fromString(correlationId).toString());
        if (!code.isEmpty()) {
            entry.outcomes().add(code);
        }
        return true;
    }

    @Override
    List<Disturbance> disturbances() {
        return List.of(
                new Disturbance("another client holds locks on a third of the tellers", this::lock, this::unlock),
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
            lockHolder.close(); // ends the transaction
        }
    }

    private void cutConnections() throws SQLException {
        database.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE usename = current_user AND pid <> pg_backend_pid()",
                row -> row.getBoolean(1));
    }

    @Override
    CheckReport check() throws SQLException, InterruptedException {
        CheckReport report = new TellerChecks(client.log(), topics, commands.all(), database).run();
        report.note(commands.note());
        return report;
    }
}
