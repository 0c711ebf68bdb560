package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Sandbox;
import io.caseline.trials.chaos.Chaos.Effort;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Cases that have failed, half of them for a cause that is corrected, and the operator who replays them beside live traffic. */
final class ReplayTrial extends Trial<SubmitCase> {

    /** What the subjects of the cases that fail say. */
    static final String CORRECTED = "Corrected later";

    static final String HOPELESS = "Never accepted";

    /** Its failed cases are replayed, but for one replay that is cancelled. */
    static final String CANCELLED_PROGRAM = CasesTrial.REFUSED_PROGRAM;

    static final String MASS_PROGRAM = CasesTrial.OTHER_PROGRAM;

    /** A code that is about a record's data, so that no program is held. */
    private static final String CODE = "STRING_TOO_LONG";

    /** One case in so many is of the program whose replay is cancelled. */
    private static final int CANCELLED_SHARE = 5;

    private static final int SENDERS = 64;
    private static final Duration FAILING = Duration.ofMinutes(5);

    private static final Faults FAULTS = new Faults(
            List.of(
                    FaultPoint.CALLED,
                    FaultPoint.FEEDING,
                    FaultPoint.FED,
                    FaultPoint.STARTED,
                    FaultPoint.REPLAYED,
                    FaultPoint.CLAIMED,
                    FaultPoint.TRANSACTION_OPEN),
            List.of(FaultPoint.STARTED, FaultPoint.FED, FaultPoint.REPLAYED),
            List.of());

    private static final List<String> SALESFORCE_FAULTS = List.of(
            "\"commitThenTimeOut\": 1",
            "\"status\": 503",
            "\"expireSessions\": true",
            "\"lockErrors\": 10",
            "\"truncate\": 1",
            "\"latency\": 500, \"latencyPerRecord\": 5");

    private final Effort effort;
    private final Database org;
    private final Sandbox salesforce;
    private final Operator operator;
    private final Consumer<String> console;

    ReplayTrial(Effort effort, Http gateway, String token, Ports ports, Secrets secrets, Consumer<String> console)
            throws InterruptedException {
        super(
                "cases",
                ports,
                secrets,
                new Client(gateway, token, CaseRequests::isAccepted),
                Topic.CASES_COMMANDS,
                Topic.CASES_EVENTS);
        this.effort = effort;
        this.console = console;
        this.org = ProcessorDatabase.connect("salesforce", ports, secrets);
        this.salesforce = new Sandbox(new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofSeconds(3)));
        this.operator = new Operator(SystemUnderTest.operations(ports, secrets), database, effort.faults());
    }

    @Override
    String name() {
        return "replay";
    }

    @Override
    Port processor() {
        return Port.CASE_PROCESSOR;
    }

    @Override
    List<String> groups() {
        return List.of("case-processor");
    }

    @Override
    Faults faults() {
        return FAULTS;
    }

    /** The cases fail, half of them are corrected, one is amended, and the operator begins. */
    @Override
    void prepare() throws IOException, InterruptedException {
        salesforce.setFaults("{\"failRecords\": [%s, %s]}".formatted(refusing(CORRECTED), refusing(HOPELESS)));
        try (ExecutorService senders = Executors.newFixedThreadPool(SENDERS)) {
            IntStream.range(0, effort.failed())
                    .forEach(number -> senders.execute(() -> client.sendUntilAnswered(failing(number))));
        }
        awaitFailed();
        console.accept("%,d cases have failed".formatted(effort.failed()));
        correct();
        operator.start();
    }

    private Request failing(int number) {
        boolean cancelled = number % CANCELLED_SHARE == 0;
        String expected = cancelled || number % 2 == 0 ? CORRECTED : HOPELESS;
        Request live = CaseRequests.of(effort.seed() + 1, number);
        return new Request(
                live.id(),
                CaseRequests.path(cancelled ? CANCELLED_PROGRAM : MASS_PROGRAM),
                live.body().replace("Question " + number, expected + " " + number),
                "respond-async",
                1,
                null,
                false,
                expected);
    }

    private void awaitFailed() throws InterruptedException {
        long deadline = System.nanoTime() + FAILING.toNanos();
        while (database.number("SELECT count(*) FROM ledger_entry WHERE state = 'FAILED'") < effort.failed()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the cases have not failed within " + FAILING);
            }
            Thread.sleep(200);
        }
    }

    private static String refusing(String subject) {
        return """
                {"field": "Subject", "contains": "%s", "statusCode": "%s", "message": "refused"}""".formatted(subject, CODE);
    }

    private void correct(String... more) throws InterruptedException {
        List<String> faults = new ArrayList<>(List.of(more));
        faults.add("\"failRecords\": [%s]".formatted(refusing(HOPELESS)));
        salesforce.setFaults("{%s}".formatted(String.join(", ", faults)));
    }

    @Override
    Request request(long number) {
        return CaseRequests.of(effort.seed(), number);
    }

    @Override
    List<Disturbance> disturbances() {
        return SALESFORCE_FAULTS.stream()
                .map(fault -> new Disturbance("Salesforce " + fault, () -> correct(fault), this::correct))
                .toList();
    }

    @Override
    void finish() throws InterruptedException {
        operator.finish();
    }

    @Override
    List<String> undecided() throws SQLException {
        return Stream.concat(
                        database
                                .query(
                                        "SELECT 'case ' || correlation_id || ' has no outcome' FROM ledger_entry"
                                                + " WHERE state = 'RECEIVED' OR case_may_exist_since IS NOT NULL",
                                        row -> row.getString(1))
                                .stream(),
                        database
                                .query(
                                        "SELECT 'replay ' || id || ' is ' || state FROM replay"
                                                + " WHERE state NOT IN ('FINISHED', 'CANCELLED')",
                                        row -> row.getString(1))
                                .stream())
                .toList();
    }

    @Override
    CheckReport check() throws IOException, InterruptedException, SQLException {
        return new ReplayChecks(client, topics, commands.all(), database, org, operator).run();
    }
}
