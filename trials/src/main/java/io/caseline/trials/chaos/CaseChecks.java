package io.caseline.trials.chaos;

import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import io.caseline.trials.Http.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/** Accepted ids, commands, ledger, Salesforce and events, set against set. */
final class CaseChecks {

    /** So many ids are asked for. */
    private static final int STATUSES = 500;

    private final CheckReport verdict = new CheckReport();
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

    /** A row of the ledger. */
    private record Outcome(
            String id,
            String requestId,
            String state,
            @Nullable String number,
            int attempts,
            @Nullable String failureCode) {}

    /** A case in Salesforce. */
    private record Made(String id, String requestId, String number) {}

    CheckReport reach() throws IOException, SQLException, InterruptedException {
        List<Outcome> outcomes = ledger.query(
                "SELECT correlation_id, request_id, state, case_number, attempts, failure_code FROM "
                        + CasesTrial.LEDGER,
                row -> new Outcome(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getInt(5),
                        row.getString(6)));
        List<Made> cases = org.query(
                "SELECT Caseline_Correlation_Id__c, Caseline_Request_Id__c, CaseNumber FROM cases",
                row -> new Made(row.getString(1), row.getString(2), row.getString(3)));
        Map<String, RequestLog.Entry> requests = client.log().entries().stream()
                .collect(Collectors.toMap(entry -> entry.request().id(), Function.identity()));

        ClientChecks.check(verdict, client.log());
        Set<String> ids = set(commands, ConsumerRecord::key);
        verdict.contained("accepted ids that are on cases.commands", ClientChecks.accepted(client.log()), ids);
        verdict.same("ids on cases.commands = in the ledger", ids, set(outcomes, Outcome::id));
        expected(outcomes, requests);
        verdict.once("cases in Salesforce, one for a correlation id", list(cases, Made::id));
        verdict.once("cases in Salesforce, one for a request id", list(cases, Made::requestId));
        verdict.same(
                "Created in the ledger = cases in Salesforce, with their numbers",
                set(filter(outcomes, CaseChecks::isCreated), outcome -> outcome.id() + " " + outcome.number()),
                set(cases, made -> made.id() + " " + made.number()));
        addresses();
        told(outcomes, requests);
        events(outcomes);
        verdict.none("dead letters", topics.deadLetters(Topic.CASES_COMMANDS_DEAD));
        verdict.none("gaps in the commands", ProcessorDatabase.gaps(ledger));
        statuses(outcomes);
        return verdict;
    }

    private void expected(List<Outcome> outcomes, Map<String, RequestLog.Entry> requests) {
        List<Outcome> wrong = filter(outcomes, outcome -> {
            RequestLog.Entry entry = requests.get(outcome.requestId());
            return entry == null || !(entry.request().expected().equals(outcome.state()) || isFailedByRefusal(outcome));
        });
        verdict.note("%,d cases failed, and can be replayed, while their program was refused"
                .formatted(filter(outcomes, CaseChecks::isFailedByRefusal).size()));
        verdict.check("outcomes as they should be, Created or Failed", outcomes.size(), list(wrong, Outcome::toString));
    }

    /** A field that is not essential never sinks a case. */
    private void addresses() throws SQLException {
        Set<String> odd = client.log().entries().stream()
                .filter(entry -> entry.isAccepted() && entry.request().body().contains(CasesTrial.ODD_ADDRESS))
                .map(entry -> entry.request().id())
                .collect(Collectors.toSet());
        List<String> described = org.query(
                "SELECT Caseline_Request_Id__c FROM cases WHERE SuppliedEmail IS NULL AND Description LIKE '%%%s%%'"
                        .formatted(CasesTrial.ODD_ADDRESS),
                row -> row.getString(1));
        Set<String> failed = Set.copyOf(ledger.query(
                "SELECT request_id FROM " + CasesTrial.LEDGER + " WHERE state = 'FAILED'", row -> row.getString(1)));
        odd.removeAll(failed);
        verdict.contained("addresses that Salesforce does not take, in the description", odd, Set.copyOf(described));
    }

    private void told(List<Outcome> outcomes, Map<String, RequestLog.Entry> requests) {
        List<Outcome> wrong = filter(outcomes, outcome -> {
            RequestLog.Entry entry = requests.get(outcome.requestId());
            return entry != null
                    && !Set.of(Objects.requireNonNullElse(outcome.number(), "")).containsAll(entry.results());
        });
        verdict.check("case numbers that partners were told", outcomes.size(), list(wrong, Outcome::toString));
    }

    private void events(List<Outcome> outcomes) {
        List<ConsumerRecord<String, CaseEvent>> events =
                topics.read(Topic.CASES_EVENTS.topicName(), IsolationLevel.READ_COMMITTED);
        verdict.once("events, one for a correlation id", list(events, ConsumerRecord::key));
        verdict.same(
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
        verdict.check(
                "event ids that are the outcome's own",
                events.size(),
                list(filter(events, event -> !hasItsOwnId(event.value())), ConsumerRecord::key));
        int written = topics.read(Topic.CASES_EVENTS.topicName(), IsolationLevel.READ_UNCOMMITTED)
                .size();
        verdict.note("%,d further events were written by transactions that never committed; nobody reads them"
                .formatted(written - events.size()));
    }

    private static boolean hasItsOwnId(CaseEvent event) {
        return CloudEventHeaders.eventId(
                        event.getCorrelationId(), event.getType().name(), event.getAttempts())
                .equals(event.getEventId());
    }

    /** As a client that asks for it is told. */
    private void statuses(List<Outcome> outcomes) throws IOException, InterruptedException {
        Map<String, Outcome> byId = outcomes.stream().collect(Collectors.toMap(Outcome::id, Function.identity()));
        List<String> wrong = new ArrayList<>();
        List<RequestLog.Entry> asked = client.log().entries().stream()
                .filter(RequestLog.Entry::isAccepted)
                .limit(STATUSES)
                .toList();
        for (RequestLog.Entry entry : asked) {
            String id = entry.correlationIds().iterator().next();
            Response answer = client.get(entry.request().path() + "/" + id);
            Outcome outcome = byId.get(id);
            if (outcome == null
                    || !answer.text("/status").equalsIgnoreCase(outcome.state())
                    || !answer.text("/caseNumber").equals(Objects.requireNonNullElse(outcome.number(), ""))) {
                wrong.add(
                        "%s: HTTP %d %s, and the ledger has %s".formatted(id, answer.status(), answer.body(), outcome));
            }
        }
        verdict.check("accepted ids whose status is as in the ledger", asked.size(), wrong);
    }

    /** It could not be told yet that the refusal is about the program. */
    private static boolean isFailedByRefusal(Outcome outcome) {
        return outcome.state().equals(CasesTrial.FAILED) && CasesTrial.REFUSAL.equals(outcome.failureCode());
    }

    private static boolean isCreated(Outcome outcome) {
        return outcome.state().equals(CasesTrial.CREATED);
    }

    private static <T> List<T> filter(Collection<T> all, Predicate<T> which) {
        return all.stream().filter(which).toList();
    }

    private static <T> List<String> list(Collection<T> all, Function<T, String> text) {
        return all.stream().map(text).toList();
    }

    private static <T> Set<String> set(Collection<T> all, Function<T, String> text) {
        return all.stream().map(text).collect(Collectors.toSet());
    }
}
