package io.caseline.trials.chaos;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Secrets;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.Http;
import io.caseline.trials.Sandbox;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Customer-care cases, with a Salesforce that fails at times and an agent who edits cases as soon as they are created. */
final class CasesTrial extends Trial<SubmitCase> {

    static final String LEDGER = "ledger_entry";
    static final String CREATED = "CREATED";
    static final String FAILED = "FAILED";
    static final String REFUSED_PROGRAM = "rapidpay";
    static final String OTHER_PROGRAM = "gobank";

    /** The error code of the records that the org refuses. */
    static final String REFUSAL = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY";

    private static final Faults FAULTS = new Faults(
            List.of(
                    FaultPoint.CALLED,
                    FaultPoint.CLAIMED,
                    FaultPoint.DECIDED,
                    FaultPoint.UNREPLIED,
                    FaultPoint.UNPUBLISHED,
                    FaultPoint.TRANSACTION_OPEN,
                    FaultPoint.PUBLISHED),
            List.of(FaultPoint.RECEIVED, FaultPoint.DECIDED, FaultPoint.CLEARED),
            List.of(FaultType.DELETE_COMMANDS, FaultType.DELETE_OFFSETS, FaultType.REFUSE_PROGRAM));

    private static final List<String> SALESFORCE_FAULTS = List.of(
            "{\"commitThenTimeOut\": 1}",
            "{\"status\": 503}",
            "{\"outage\": true}",
            "{\"expireSessions\": true}",
            "{\"lockErrors\": 10}",
            "{\"truncate\": 1}",
            "{\"latency\": 500, \"latencyPerRecord\": 5}");

    /** Cases that the agent edits right after a kill, while no processor knows of them. */
    private static final int EDITED_AFTER_KILL = 20;

    private final long seed;
    private final Database org;
    private final Sandbox salesforce;
    private final CaseFaults caseFaults;
    private final SalesforceAgent agent;

    CasesTrial(long seed, Http gateway, String token, Ports ports, Secrets secrets) {
        super(
                "cases",
                ports,
                secrets,
                new Client(gateway, token, CaseRequests::isAccepted),
                Topic.CASES_COMMANDS,
                Topic.CASES_EVENTS);
        this.seed = seed;
        this.org = ProcessorDatabase.connect("salesforce", ports, secrets);
        Http sandbox = new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofSeconds(3));
        this.salesforce = new Sandbox(sandbox);
        this.caseFaults = new CaseFaults(salesforce, client, database, commands);
        this.agent = new SalesforceAgent(
                sandbox, org, secrets.text("salesforce-client-id"), secrets.text("salesforce-client-secret"));
    }

    @Override
    String name() {
        return "cases";
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

    @Override
    void prepare() {
        agent.start();
    }

    @Override
    Request request(long number) {
        return CaseRequests.of(seed, number);
    }

    @Override
    List<Disturbance> disturbances() {
        return SALESFORCE_FAULTS.stream()
                .map(fault -> new Disturbance(
                        "Salesforce " + fault, () -> salesforce.setFaults(fault), salesforce::clearFaults))
                .toList();
    }

    @Override
    void killedAt(FaultPoint point) throws InterruptedException, SQLException {
        if (point != FaultPoint.CALLED) {
            return;
        }
        Set<String> settled = Set.copyOf(database.query(
                "SELECT correlation_id FROM " + LEDGER + " WHERE state <> 'RECEIVED'", row -> row.getString(1)));
        agent.edit(org
                .query(
                        "SELECT Caseline_Correlation_Id__c, Id FROM cases ORDER BY CaseNumber DESC",
                        row -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .filter(created -> !settled.contains(created.getKey()))
                .limit(EDITED_AFTER_KILL)
                .map(Map.Entry::getValue)
                .toList());
    }

    @Override
    void deleteCommands() throws IOException, InterruptedException, SQLException {
        caseFaults.deleteCommands();
    }

    @Override
    void refuseProgram() throws IOException, InterruptedException {
        caseFaults.refuseProgram();
    }

    @Override
    void finish() throws InterruptedException {
        agent.finish();
    }

    @Override
    List<String> undecided() throws SQLException {
        List<String> undecided = new ArrayList<>(database.query(
                "SELECT 'case ' || correlation_id || ' has no outcome' FROM " + LEDGER
                        + " WHERE state = 'RECEIVED' OR case_may_exist_since IS NOT NULL",
                row -> row.getString(1)));
        undecided.addAll(unreadChanges());
        return undecided;
    }

    /** Cases that the ledger has not seen as the org has them. */
    private List<String> unreadChanges() throws SQLException {
        Set<String> read = Set.copyOf(database.query(
                "SELECT concat_ws(' ', salesforce_id, status, priority, owner_id, coalesce(comments, 0)) FROM " + LEDGER
                        + " WHERE state = 'CREATED'",
                row -> row.getString(1)));
        return org.query("""
                        SELECT concat_ws(' ', Id, Status, Priority, OwnerId, (
                            SELECT count(*) FROM comments WHERE ParentId = cases.Id)) FROM cases WHERE NOT IsDeleted""", row -> row.getString(1)).stream()
                .filter(state -> !read.contains(state))
                .map(state -> "a change of case " + state + " is not read")
                .toList();
    }

    @Override
    CheckReport check() throws IOException, InterruptedException, SQLException {
        CheckReport report = new CaseChecks(client, topics, commands.all(), database, org).run();
        agent.check(report);
        caseFaults.check(report);
        report.note("Salesforce refused %d inserts of cases that existed already"
                .formatted(salesforce.stats().path("duplicatesRefused").asLong()));
        return report;
    }
}
