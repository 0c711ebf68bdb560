package io.caseline.local.chaos;

import io.caseline.local.chaos.Http.Answer;
import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Ports.Port;
import io.caseline.local.parts.Secrets;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Customer-care cases, with a Salesforce that has its moods and an agent who edits what has just been created. */
final class CasesTrial implements Trial {

    static final String CREATED = "CREATED";
    static final String FAILED = "FAILED";

    private static final Lane LANE = new Lane(
            Topic.CASES_COMMANDS.topicName(),
            Topic.CASES_EVENTS.topicName(),
            List.of("case-processor", "case-recorder"));

    private static final List<String> PROGRAMS = List.of("gobank", "rapidpay");
    private static final List<String> FAULTS = List.of(
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
    private final Ports ports;
    private final Database ledger;
    private final Database org;
    private final Http sandbox;
    private final Agent agent;

    CasesTrial(long seed, Ports ports, Secrets secrets) {
        this.seed = seed;
        this.ports = ports;
        this.ledger = Database.of("cases", ports, secrets);
        this.org = Database.of("salesforce", ports, secrets);
        this.sandbox = new Http(ports.url(Port.SALESFORCE_SANDBOX), Duration.ofSeconds(3));
        this.agent =
                new Agent(sandbox, org, secrets.text("salesforce-client-id"), secrets.text("salesforce-client-secret"));
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
    public List<Point> points() {
        return List.of(Point.values());
    }

    @Override
    public Lane lane() {
        return LANE;
    }

    @Override
    public void prepare() {
        agent.start();
    }

    @Override
    public Request request(long number) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number);
        UUID id = new UUID(random.nextLong(), random.nextLong());
        boolean refused = random.nextInt(40) == 0;
        ObjectNode body = Http.JSON
                .createObjectNode()
                .put("subject", "Question " + number)
                .put("firstName", "Ana")
                .put("lastName", "Reyes")
                .put("customerQuestion", "Where is my card? " + "I have been waiting. ".repeat(random.nextInt(20)))
                // Salesforce takes no address such as the second one, and the gateway does
                .put("emailAddress", refused ? "ana@b\u00fccher.example" : "ana@example.com");
        return new Request(
                id.toString(),
                "/programs/%s/customerCare/cases".formatted(PROGRAMS.get(random.nextInt(PROGRAMS.size()))),
                body.toString(),
                Habits.prefer(random),
                Habits.copies(random),
                Habits.again(random),
                Habits.givesUp(random),
                refused ? FAILED : CREATED);
    }

    @Override
    public boolean accepted(Answer answer, Book.Entry entry) {
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
    public List<Trouble> troubles() {
        return FAULTS.stream()
                .map(fault ->
                        new Trouble("Salesforce " + fault, () -> faults("PUT", fault), () -> faults("DELETE", "")))
                .toList();
    }

    private void faults(String method, String body) throws IOException, InterruptedException {
        Answer answer = sandbox.send(method, "/sandbox/faults", Map.of("Content-Type", "application/json"), body);
        if (!answer.isOk()) {
            throw new IOException("the sandbox takes no faults: HTTP " + answer.status());
        }
    }

    @Override
    public void struckAt(Point point) throws InterruptedException, SQLException {
        if (point != Point.AFTER_SALESFORCE) {
            return;
        }
        Set<String> settled = Set.copyOf(ledger.query(
                "SELECT correlation_id FROM case_ledger WHERE state <> 'RECEIVED'", row -> row.getString(1)));
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
    public void finish() throws InterruptedException {
        agent.finish();
    }

    @Override
    public Verdict verdict(Book book) throws IOException, InterruptedException, SQLException {
        Verdict verdict = new CasesVerdict(book, new Topics(Messaging.of(ports)), ledger, org).reach();
        agent.check(verdict);
        verdict.note("Salesforce refused %s inserts of cases that it had already"
                .formatted(sandbox.send("GET", "/sandbox/stats", Map.of(), "").text("/duplicatesRefused")));
        return verdict;
    }
}
