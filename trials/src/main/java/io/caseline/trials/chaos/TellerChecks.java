package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares accepted ids, commands, outcomes, associations, fee plans, histories and events. */
final class TellerChecks {

    private final CheckReport report = new CheckReport();
    private final RequestLog log;
    private final Topics topics;
    private final Collection<ConsumerRecord<String, AssociateTellerCard>> commands;
    private final Database database;

    TellerChecks(
            RequestLog log,
            Topics topics,
            Collection<ConsumerRecord<String, AssociateTellerCard>> commands,
            Database database) {
        this.log = log;
        this.topics = topics;
        this.commands = commands;
        this.database = database;
    }

    CheckReport run() throws SQLException, InterruptedException {
        List<TellerOutcome> outcomes = TellerOutcome.all(database);
        Set<String> ids =
                set(commands, command -> command.value().getCorrelationId().toString());

        ClientChecks.check(report, log);
        report.contained("accepted ids that are on tellers.commands", ClientChecks.accepted(log), ids);
        report.same("ids on tellers.commands = in the outcomes", ids, set(outcomes, TellerOutcome::id));
        checkRequests(outcomes);
        new CardChecks(report, database).check(outcomes);
        checkEvents(outcomes);
        report.contained(
                "ids on tellers.commands whose status can be queried",
                ids,
                Set.copyOf(database.query("SELECT correlation_id FROM received_command", row -> row.getString(1))));
        report.none("dead letters", topics.deadLetters(Topic.TELLERS_COMMANDS_DEAD));
        report.none("gaps in the commands", ProcessorDatabase.gaps(database));
        return report;
    }

    private void checkRequests(List<TellerOutcome> outcomes) {
        Map<String, RequestLog.Entry> requests = log.entries().stream()
                .collect(Collectors.toMap(entry -> entry.request().id(), Function.identity()));
        Map<String, RequestLog.Entry> byId = new HashMap<>();
        commands.forEach(command -> {
            RequestLog.Entry entry = requests.get(command.value().getRequestId());
            if (entry != null) {
                byId.put(command.value().getCorrelationId().toString(), entry);
            }
        });
        report.all(
                "outcomes as expected",
                outcomes,
                outcome -> {
                    RequestLog.Entry entry = byId.get(outcome.id());
                    return entry != null && entry.request().expected().equals(outcome.reason());
                },
                TellerOutcome::toString);
        report.all(
                "codes in the responses = in the outcomes",
                outcomes,
                outcome -> {
                    RequestLog.Entry entry = byId.get(outcome.id());
                    return entry == null
                            || Set.of(Integer.toString(outcome.code())).containsAll(entry.outcomes());
                },
                TellerOutcome::toString);
    }

    private void checkEvents(List<TellerOutcome> outcomes) {
        List<ConsumerRecord<String, TellerEvent>> events = new EventChecks(report, topics)
                .<TellerEvent>read(
                        Topic.TELLERS_EVENTS,
                        Topic.TELLERS_STATE,
                        "events, one for each decision",
                        TellerChecks::decision,
                        event -> event.getEventId()
                                .equals(CloudEventHeaders.eventId(
                                        event.getCorrelationId(),
                                        CloudEventHeaders.type(event.getType()),
                                        event.getAttempts())));
        report.same(
                "decisions in the outcomes = events, as a read-committed reader sees them",
                outcomes.stream()
                        .flatMap(outcome -> IntStream.rangeClosed(1, outcome.attempts())
                                .mapToObj(attempt -> outcome.id() + " " + attempt))
                        .collect(Collectors.toSet()),
                set(events, TellerChecks::decision));
        report.contained(
                "outcomes that agree with their last event",
                set(
                        outcomes,
                        outcome -> "%s %d %s %s %s"
                                .formatted(
                                        outcome.id(),
                                        outcome.attempts(),
                                        outcome.reason(),
                                        outcome.account(),
                                        outcome.feePlan())),
                set(
                        events,
                        event -> "%s %s %s %s"
                                .formatted(
                                        decision(event),
                                        event.value().getReason(),
                                        event.value().getAccountIdentifier(),
                                        event.value().getFeePlan())));
    }

    private static String decision(ConsumerRecord<String, TellerEvent> event) {
        return event.value().getCorrelationId() + " " + event.value().getAttempts();
    }
}
