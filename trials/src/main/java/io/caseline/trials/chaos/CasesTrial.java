package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import io.caseline.trials.Sandbox;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** Customer-care cases, with a Salesforce that fails now and then and an agent who edits what has just been created. */
final class CasesTrial implements Trial {

    static final String LEDGER = "ledger_entry";
    static final String CREATED = "CREATED";
    static final String FAILED = "FAILED";
    static final String REFUSED_PROGRAM = "rapidpay";
    static final String OTHER_PROGRAM = "gobank";

    /** What the org says of the records that it refuses. */
    static final String REFUSAL = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY";

    /** Salesforce does not take it as an address, so the case is created with it in the description. */
    static final String ODD_ADDRESS = "ana@b\u00fccher.example";

    private static final Faults FAULTS = new Faults(
            List.of(
                    FaultPoint.CALLED,
                    FaultPoint.CLAIMED,
                    FaultPoint.DECIDED,
                    FaultPoint.UNANSWERED,
                    FaultPoint.UNPUBLISHED,
                    FaultPoint.TRANSACTION_OPEN,
                    FaultPoint.PUBLISHED),
            List.of(FaultPoint.RECEIVED, FaultPoint.DECIDED, FaultPoint.CLEARED),
            List.of(FaultType.DELETE_COMMANDS, FaultType.DELETE_OFFSETS, FaultType.REFUSE_PROGRAM));

    private static final List<String> PROGRAMS = List.of(OTHER_PROGRAM, REFUSED_PROGRAM);
    private static final List<String> GROUPS = List.of("case-processor");
    private static final List<String> SALESFORCE_FAULTS = List.of(
            "{\"commitThenTimeOut\": 1}",
            "{\"status\": 503}",
            "{\"outage\": true}",
            "{\"expireSessions\": true}",
            "{\"lockErrors\": 10}",
            "{\"truncate\": 1}",
            "{\"latency\": 500, \"latencyPerRecord\": 5}");

    /** Cases that an agent turns to at once after a kill, while no processor knows of them. */
    private static final int URGENT = 20;

    private final long seed;
    private final Client client;
    private final Topics topics;
    private final CommandTopic<SubmitCase> commands;
    private final Database ledger;
    private final Database org;
    private final Http sandbox;
    private final Sandbox salesforce;
    private final CaseFaults caseFaults;
    private final SalesforceAgent agent;

    CasesTrial(long seed, Http gateway, String token, Ports ports, Secrets secrets) {
        this.seed = seed;
        this.client = new Client(gateway, token, CasesTrial::accepted);
        this.topics = new Topics(ports.kafka());
        this.ledger = ProcessorDatabase.connect("cases", ports, secrets);
        this.commands = new CommandTopic<>(Topic.CASES_COMMANDS, topics, ledger);
        this.org = ProcessorDatabase.connect("salesforce", ports, secrets);
        this.sandbox = new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofSeconds(3));
        this.salesforce = new Sandbox(sandbox);
        this.caseFaults = new CaseFaults(salesforce, client, ledger, commands);
        this.agent = new SalesforceAgent(
                sandbox, org, secrets.text("salesforce-client-id"), secrets.text("salesforce-client-secret"));
    }

    @Override
    public String name() {
        return "cases";
    }

    @Override
    public Port processor() {
        return Port.CASE_PROCESSOR;
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
    public void prepare() {
        agent.start();
    }

    static String path(String program) {
        return "/programs/%s/customerCare/cases".formatted(program);
    }

    @Override
    public Request request(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        boolean odd = random.nextInt(40) == 0;
        ObjectNode body = Http.JSON
                .createObjectNode()
                .put("subject", "Question " + number)
                .put("firstName", "Ana")
                .put("lastName", "Reyes")
                .put("customerQuestion", "Where is my card? " + "I have been waiting. ".repeat(random.nextInt(20)))
                .put("emailAddress", odd ? ODD_ADDRESS : "ana@example.com");
        return new Request(
                id.toString(),
                path(PROGRAMS.get(random.nextInt(PROGRAMS.size()))),
                body.toString(),
                ClientBehavior.prefer(random),
                ClientBehavior.copies(random),
                ClientBehavior.again(random),
                ClientBehavior.givesUp(random),
                CREATED);
    }

    private static boolean accepted(Response answer, RequestLog.Entry entry) {
        String correlationId = answer.text("/correlationId");
        if (!answer.isOk() || correlationId.isEmpty()) {
            return false;
        }
        entry.correlationIds().add(correlationId);
        if (answer.text("/status").equals("Created")) {
            entry.results().add(answer.text("/caseNumber"));
        }
        return true;
    }

    @Override
    public List<Disturbance> disturbances() {
        return SALESFORCE_FAULTS.stream()
                .map(fault -> new Disturbance(
                        "Salesforce " + fault, () -> salesforce.setFaults(fault), salesforce::clearFaults))
                .toList();
    }

    @Override
    public void killedAt(FaultPoint point) throws InterruptedException, SQLException {
        if (point != FaultPoint.CALLED) {
            return;
        }
        Set<String> settled = Set.copyOf(ledger.query(
                "SELECT correlation_id FROM " + LEDGER + " WHERE state <> 'RECEIVED'", row -> row.getString(1)));
        agent.edit(org
                .query(
                        "SELECT Caseline_Correlation_Id__c, Id FROM cases ORDER BY CaseNumber DESC",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .filter(made -> !settled.contains(made.getKey()))
                .limit(URGENT)
                .map(Map.Entry::getValue)
                .toList());
    }

    @Override
    public void deleteCommands() throws IOException, InterruptedException, SQLException {
        caseFaults.deleteCommands();
    }

    @Override
    public void deleteOffsets() throws InterruptedException {
        topics.deleteGroups(GROUPS);
    }

    @Override
    public void refuseProgram() throws IOException, InterruptedException {
        caseFaults.refuseProgram();
    }

    @Override
    public void finish() throws InterruptedException {
        agent.finish();
    }

    @Override
    public List<String> unfinished() throws SQLException, InterruptedException {
        return Stream.of(
                        topics.notTaken(Topic.CASES_COMMANDS, commands.positions()),
                        ledger.query(
                                "SELECT 'case ' || correlation_id || ' is not decided' FROM " + LEDGER
                                        + " WHERE state = 'RECEIVED' OR unanswered_at IS NOT NULL",
                                row -> row.getString(1)),
                        ProcessorDatabase.unpublished(ledger),
                        topics.openTransactions(Topic.CASES_EVENTS))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public CheckReport verdict() throws IOException, InterruptedException, SQLException {
        CheckReport verdict = new CaseChecks(client, topics, commands.all(), ledger, org).reach();
        agent.check(verdict);
        caseFaults.check(verdict);
        verdict.note("Salesforce refused %s inserts of cases that it had already"
                .formatted(salesforce.stats().path("duplicatesRefused").asLong()));
        return verdict;
    }
}
