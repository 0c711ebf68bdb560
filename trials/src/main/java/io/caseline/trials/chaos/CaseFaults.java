package io.caseline.trials.chaos;

import io.caseline.messages.SubmitCase;
import io.caseline.trials.Database;
import io.caseline.trials.Sandbox;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Faults that involve Salesforce, and the checks that must pass meanwhile. */
final class CaseFaults {

    /** Callers of the other program, one after another, while a program is refused. */
    private static final int CALLERS = 8;

    private static final Duration MAX_RESPONSE_TIME = Duration.ofSeconds(5);
    private static final Duration LEDGER_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration HELD = Duration.ofSeconds(3);
    private static final long POLL_MILLIS = 200;

    private final Sandbox sandbox;
    private final Client client;
    private final Database ledger;
    private final CommandTopic<SubmitCase> commands;
    private final List<String> late = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private int callers;
    private int accepted;

    CaseFaults(Sandbox sandbox, Client client, Database ledger, CommandTopic<SubmitCase> commands) {
        this.sandbox = sandbox;
        this.client = client;
        this.ledger = ledger;
        this.commands = commands;
    }

    /** While Salesforce is unavailable all commands are in the ledger, so Kafka may delete them. */
    void deleteCommands() throws IOException, InterruptedException, SQLException {
        sandbox.setFaults("{\"outage\": true}");
        Thread.sleep(HELD);
        Set<String> before = ClientChecks.accepted(client.log());
        long deadline = System.nanoTime() + LEDGER_TIMEOUT.toNanos();
        while (!known().containsAll(before) && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
        }
        Set<String> known = known();
        accepted += before.size();
        before.stream().filter(id -> !known.contains(id)).forEach(unknown::add);
        commands.delete();
        sandbox.clearFaults();
    }

    private Set<String> known() throws SQLException {
        return Set.copyOf(ledger.query("SELECT correlation_id FROM " + CasesTrial.LEDGER, row -> row.getString(1)));
    }

    /** One program's records are refused; callers of another program get their case numbers without delay. */
    void refuseProgram() throws IOException, InterruptedException {
        sandbox.setFaults("""
                {"failRecords": [{"field": "Caseline_Program__c", "equals": "%s", "statusCode": "%s", "message": "refused"}]}""".formatted(CasesTrial.REFUSED_PROGRAM, CasesTrial.REFUSAL));
        for (int i = 0; i < CALLERS; i++) {
            Request request = caller();
            long start = System.nanoTime();
            client.sendUntilAnswered(request);
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            if (time.compareTo(MAX_RESPONSE_TIME) > 0
                    || client.log().of(request).outcomes().isEmpty()) {
                late.add("%s had no case number after %d ms".formatted(request.id(), time.toMillis()));
            }
        }
        callers += CALLERS;
        sandbox.clearFaults();
    }

    private static Request caller() {
        return new Request(
                UUID.randomUUID().toString(),
                CaseRequests.path(CasesTrial.OTHER_PROGRAM),
                "{\"subject\": \"While another program is refused\"}",
                "wait=10",
                1,
                null,
                false,
                CasesTrial.CREATED);
    }

    void check(CheckReport report) {
        if (callers > 0) {
            report.check("callers who got a case number while another program was refused", callers, late);
        }
        if (accepted > 0) {
            report.check("accepted ids in the ledger while Salesforce was unavailable", accepted, unknown);
        }
        report.note(commands.note());
    }
}
