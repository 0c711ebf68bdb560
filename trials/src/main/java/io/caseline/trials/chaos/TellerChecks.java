package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

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

    private record Outcome(
            String id,
            String teller,
            String reason,
            int code,
            int attempts,
            @Nullable String account,
            @Nullable String feePlan) {

        boolean isSuccess() {
            return reason.equals("SUCCESS");
        }
    }

    /** A row of the history of associations. */
    private record Association(
            String id,
            String teller,
            String account,
            @Nullable String replaced) {}

    CheckReport run() throws SQLException, InterruptedException {
        List<Outcome> outcomes = database.query(
                "SELECT correlation_id, teller_id, reason, response_code, attempts, account_id, fee_plan"
                        + " FROM teller_outcome",
                row -> new Outcome(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getInt(5),
                        row.getString(6),
                        row.getString(7)));
        Set<String> ids =
                set(commands, command -> command.value().getCorrelationId().toString());

        ClientChecks.check(report, log);
        report.contained("accepted ids that are on tellers.commands", ClientChecks.accepted(log), ids);
        report.same("ids on tellers.commands = in the outcomes", ids, set(outcomes, Outcome::id));
        checkRequests(outcomes);
        checkAssociations(outcomes);
        checkFeePlans(outcomes);
        checkEvents(outcomes);
        report.contained(
                "ids on tellers.commands whose status can be queried",
                ids,
                Set.copyOf(database.query("SELECT correlation_id FROM teller_request", row -> row.getString(1))));
        report.none("dead letters", topics.deadLetters(Topic.TELLERS_COMMANDS_DEAD));
        report.none("gaps in the commands", ProcessorDatabase.gaps(database));
        return report;
    }

    private void checkRequests(List<Outcome> outcomes) {
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
                Outcome::toString);
        report.all(
                "codes in the responses = in the outcomes",
                outcomes,
                outcome -> {
                    RequestLog.Entry entry = byId.get(outcome.id());
                    return entry == null
                            || Set.of(Integer.toString(outcome.code())).containsAll(entry.outcomes());
                },
                Outcome::toString);
    }

    private void checkAssociations(List<Outcome> outcomes) throws SQLException {
        List<Association> history = database.query(
                "SELECT correlation_id, teller_id, account_id, replaced_account_id FROM teller_card_history",
                row -> new Association(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        report.same(
                "successes = associations in the history",
                set(
                        successes(outcomes),
                        outcome -> "%s %s %s".formatted(outcome.id(), outcome.teller(), outcome.account())),
                set(history, made -> "%s %s %s".formatted(made.id(), made.teller(), made.account())));
        List<String> cards =
                database.query("SELECT teller_id || ' ' || account_id FROM teller_card", row -> row.getString(1));
        report.same("each teller's last card in the history = the card now", lastCards(history), Set.copyOf(cards));
    }

    /** Follows each teller's cards from the first one; a history with a gap has no last card. */
    private static Set<String> lastCards(List<Association> history) {
        Map<String, List<Association>> byTeller = history.stream().collect(Collectors.groupingBy(Association::teller));
        Set<String> last = new HashSet<>();
        byTeller.forEach((teller, made) -> {
            String card = null;
            List<Association> rest = new ArrayList<>(made);
            while (!rest.isEmpty()) {
                String before = card;
                Association next = rest.stream()
                        .filter(one -> Objects.equals(one.replaced(), before))
                        .findFirst()
                        .orElse(null);
                if (next == null) {
                    last.add(teller + " with a gap in the history: " + made);
                    return;
                }
                rest.remove(next);
                card = next.account();
            }
            last.add(teller + " " + card);
        });
        return last;
    }

    private void checkFeePlans(List<Outcome> outcomes) throws SQLException {
        List<Map.Entry<String, String>> changes = database.query(
                "SELECT correlation_id, account_id FROM fee_plan_history",
                row -> Map.entry(row.getString(1), row.getString(2)));
        Set<String> upgraded = Set.copyOf(
                database.query("SELECT account_id FROM account WHERE fee_plan = 'Employee'", row -> row.getString(1)));
        report.once("upgrades, one for an account", changes, Map.Entry::getValue);
        report.same("accounts on the Employee plan = in its history", upgraded, set(changes, Map.Entry::getValue));
        report.same(
                "accounts on the Employee plan = accounts of associated cards",
                upgraded,
                set(successes(outcomes), outcome -> String.valueOf(outcome.account())));
        report.same(
                "outcomes that changed a plan = the plans' history",
                set(
                        outcomes.stream()
                                .filter(outcome -> outcome.feePlan() != null)
                                .toList(),
                        Outcome::id),
                set(changes, Map.Entry::getKey));
    }

    private void checkEvents(List<Outcome> outcomes) {
        List<ConsumerRecord<String, TellerEvent>> events = new EventChecks(report, topics)
                .<TellerEvent>read(
                        Topic.TELLERS_EVENTS,
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

    private static List<Outcome> successes(List<Outcome> outcomes) {
        return outcomes.stream().filter(Outcome::isSuccess).toList();
    }
}
