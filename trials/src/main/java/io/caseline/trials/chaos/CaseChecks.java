package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares accepted ids, commands, ledger, Salesforce and events. */
final class CaseChecks {

    private final CheckReport report = new CheckReport();
    private final Client client;
    private final Topics topics;
    private final Collection<ConsumerRecord<String, SubmitCase>> commands;
    private final Database ledger;
    private final Database org;

    CaseChecks(
            Client client,
            Topics topics,
            Collection<ConsumerRecord<String, SubmitCase>> commands,
            Database ledger,
            Database org) {
        this.client = client;
        this.topics = topics;
        this.commands = commands;
        this.ledger = ledger;
        this.org = org;
    }

    CheckReport run() throws IOException, SQLException, InterruptedException {
        List<CaseOutcome> outcomes = CaseOutcome.all(ledger);
        Set<String> ids = set(commands, ConsumerRecord::key);
        ClientChecks.check(report, client.log());
        report.contained("accepted ids that are on cases.commands", ClientChecks.accepted(client.log()), ids);
        report.same("ids on cases.commands = in the ledger", ids, set(outcomes, CaseOutcome::id));
        checkRequests(outcomes);
        OutcomeChecks checks = new OutcomeChecks(report, outcomes);
        checks.checkSalesforce(org);
        checkAddresses(outcomes);
        checkEvents(outcomes);
        report.none("dead letters", topics.deadLetters(Topic.CASES_COMMANDS_DEAD));
        report.none("gaps in the commands", ProcessorDatabase.gaps(ledger));
        checks.checkStatuses(client);
        return report;
    }

    private void checkRequests(List<CaseOutcome> outcomes) {
        Map<String, RequestLog.Entry> requests = client.log().entries().stream()
                .collect(Collectors.toMap(entry -> entry.request().id(), Function.identity()));
        report.all(
                "outcomes as expected, Created or Failed",
                outcomes,
                outcome -> {
                    RequestLog.Entry entry = requests.get(outcome.requestId());
                    return entry != null
                            && (entry.request().expected().equals(outcome.state()) || outcome.isFailedByRefusal());
                },
                CaseOutcome::toString);
        report.all(
                "case numbers in the responses = in the ledger",
                outcomes,
                outcome -> {
                    RequestLog.Entry entry = requests.get(outcome.requestId());
                    return entry == null
                            || Set.of(Objects.requireNonNullElse(outcome.number(), ""))
                                    .containsAll(entry.outcomes());
                },
                CaseOutcome::toString);
        report.note("%,d cases failed while their program was refused"
                .formatted(
                        outcomes.stream().filter(CaseOutcome::isFailedByRefusal).count()));
    }

    /** Salesforce's refusal of an optional field does not fail a case. */
    private void checkAddresses(List<CaseOutcome> outcomes) throws SQLException {
        Set<String> failed = set(
                outcomes.stream()
                        .filter(outcome -> outcome.state().equals(CasesTrial.FAILED))
                        .toList(),
                CaseOutcome::requestId);
        Set<String> unusual = client.log().entries().stream()
                .filter(entry -> entry.isAccepted() && entry.request().body().contains(CaseRequests.UNUSUAL_ADDRESS))
                .map(entry -> entry.request().id())
                .filter(id -> !failed.contains(id))
                .collect(Collectors.toSet());
        List<String> described = org.query(
                "SELECT Caseline_Request_Id__c FROM cases WHERE SuppliedEmail IS NULL AND Description LIKE '%%%s%%'"
                        .formatted(CaseRequests.UNUSUAL_ADDRESS),
                row -> row.getString(1));
        report.contained("addresses that Salesforce refuses, in the description", unusual, Set.copyOf(described));
    }

    private void checkEvents(List<CaseOutcome> outcomes) throws SQLException {
        List<ConsumerRecord<String, CaseEvent>> events = new EventChecks(report, topics)
                .<CaseEvent>read(
                        Topic.CASES_EVENTS,
                        Topic.CASES_STATE,
                        "events, one for a correlation id",
                        ConsumerRecord::key,
                        event -> event.getEventId()
                                .equals(CloudEventHeaders.eventId(
                                        event.getCorrelationId(),
                                        event.getType().name(),
                                        event.getAttempts())));
        new CaseLifeChecks(report, topics, org).check();
        report.same(
                "outcomes in the ledger = events, as a read-committed reader sees them",
                set(
                        outcomes,
                        outcome -> "%s %s %s %d"
                                .formatted(outcome.id(), outcome.state(), outcome.number(), outcome.attempts())),
                set(
                        events,
                        event -> "%s %s %s %d"
                                .formatted(
                                        event.value().getCorrelationId(),
                                        event.value().getType(),
                                        event.value().getCaseNumber(),
                                        event.value().getAttempts())));
    }
}
