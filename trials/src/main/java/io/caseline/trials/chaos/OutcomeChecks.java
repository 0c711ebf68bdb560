package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.trials.Database;
import io.caseline.trials.Http.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares the outcomes in the ledger with Salesforce, and with what partners are told. */
record OutcomeChecks(CheckReport report, List<CaseOutcome> outcomes) {

    /** How many ids the status API is queried for. */
    private static final int STATUS_QUERIES = 500;

    /** A case in Salesforce. */
    private record SalesforceCase(String id, String requestId, String number) {}

    void checkSalesforce(Database org) throws SQLException {
        List<SalesforceCase> cases = org.query(
                "SELECT Caseline_Correlation_Id__c, Caseline_Request_Id__c, CaseNumber FROM cases",
                row -> new SalesforceCase(row.getString(1), row.getString(2), row.getString(3)));
        report.once("cases in Salesforce, one for a correlation id", cases, SalesforceCase::id);
        report.once("cases in Salesforce, one for a request id", cases, SalesforceCase::requestId);
        report.same(
                "Created in the ledger = cases in Salesforce, with their numbers",
                set(
                        outcomes.stream().filter(CaseOutcome::isCreated).toList(),
                        outcome -> outcome.id() + " " + outcome.number()),
                set(cases, created -> created.id() + " " + created.number()));
    }

    /** The status API has what the ledger has. */
    void checkStatuses(Client client) throws IOException, InterruptedException {
        Map<String, CaseOutcome> byId =
                outcomes.stream().collect(Collectors.toMap(CaseOutcome::id, Function.identity()));
        List<String> wrong = new ArrayList<>();
        List<RequestLog.Entry> queried = client.log().entries().stream()
                .filter(RequestLog.Entry::isAccepted)
                .limit(STATUS_QUERIES)
                .toList();
        for (RequestLog.Entry entry : queried) {
            String id = entry.correlationIds().iterator().next();
            Response response = client.get(entry.request().path() + "/" + id);
            CaseOutcome outcome = byId.get(id);
            if (outcome == null
                    || !response.text("/status").equalsIgnoreCase(outcome.state())
                    || !response.text("/caseNumber").equals(Objects.requireNonNullElse(outcome.number(), ""))) {
                wrong.add("%s: HTTP %d %s, but the ledger has %s"
                        .formatted(id, response.status(), response.body(), outcome));
            }
        }
        report.check("accepted ids whose status is as in the ledger", queried.size(), wrong);
    }
}
