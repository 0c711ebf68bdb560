package io.caseline.trials.chaos;

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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/** Accepted ids, commands, outcomes, associations, fee plans, histories and events, set against set. */
final class TellerChecks {

    private final CheckReport verdict = new CheckReport();
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

    /** One association that was made. */
    private record Association(
            String id,
            String teller,
            String account,
            @Nullable String replaced) {}

    CheckReport reach() throws SQLException, InterruptedException {
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

        ClientChecks.check(verdict, log);
        verdict.contained("accepted ids that are on tellers.commands", ClientChecks.accepted(log), ids);
        verdict.same("ids on tellers.commands = in the outcomes", ids, set(outcomes, Outcome::id));
        expected(outcomes);
        associations(outcomes);
        feePlans(outcomes);
        events(outcomes);
        verdict.contained(
                "ids on tellers.commands that can be asked about",
                ids,
                Set.copyOf(database.query("SELECT correlation_id FROM teller_request", row -> row.getString(1))));
        verdict.none("dead letters", topics.deadLetters(Topic.TELLERS_COMMANDS_DEAD));
        verdict.none("gaps in the commands", ProcessorDatabase.gaps(database));
        return verdict;
    }

    private void expected(List<Outcome> outcomes) {
        Map<String, RequestLog.Entry> requests = log.entries().stream()
                .collect(Collectors.toMap(entry -> entry.request().id(), Function.identity()));
        Map<String, RequestLog.Entry> byId = new HashMap<>();
        commands.forEach(command -> {
            RequestLog.Entry entry = requests.get(command.value().getRequestId());
            if (entry != null) {
                byId.put(command.value().getCorrelationId().toString(), entry);
            }
        });
        List<Outcome> wrong = filter(outcomes, outcome -> {
            RequestLog.Entry entry = byId.get(outcome.id());
            return entry == null || !entry.request().expected().equals(outcome.reason());
        });
        verdict.check("outcomes as they should be", outcomes.size(), list(wrong, Outcome::toString));
        List<Outcome> toldWrong = filter(outcomes, outcome -> {
            RequestLog.Entry entry = byId.get(outcome.id());
            return entry != null && !Set.of(Integer.toString(outcome.code())).containsAll(entry.results());
        });
        verdict.check("codes that partners were told, each time", outcomes.size(), list(toldWrong, Outcome::toString));
    }

    private void associations(List<Outcome> outcomes) throws SQLException {
        List<Association> history = database.query(
                "SELECT correlation_id, teller_id, account_id, replaced_account_id FROM teller_card_history",
                row -> new Association(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        verdict.same(
                "successes = associations in the history",
                set(
                        filter(outcomes, Outcome::isSuccess),
                        outcome -> "%s %s %s".formatted(outcome.id(), outcome.teller(), outcome.account())),
                set(history, made -> "%s %s %s".formatted(made.id(), made.teller(), made.account())));
        List<String> cards =
                database.query("SELECT teller_id || ' ' || account_id FROM teller_card", row -> row.getString(1));
        verdict.same("each teller's last card in the history = the card now", lastCards(history), Set.copyOf(cards));
    }

    /** Follows each teller's cards from the first one; a history that does not hang together has no last card. */
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
                    last.add(teller + " with a history that does not hang together: " + made);
                    return;
                }
                rest.remove(next);
                card = next.account();
            }
            last.add(teller + " " + card);
        });
        return last;
    }

    private void feePlans(List<Outcome> outcomes) throws SQLException {
        List<Map.Entry<String, String>> changes = database.query(
                "SELECT correlation_id, account_id FROM fee_plan_history",
                row -> Map.entry(row.getString(1), row.getString(2)));
        Set<String> upgraded = Set.copyOf(
                database.query("SELECT account_id FROM account WHERE fee_plan = 'Employee'", row -> row.getString(1)));
        verdict.once("accounts upgraded, each once", list(changes, Map.Entry::getValue));
        verdict.same("accounts on the Employee plan = in its history", upgraded, set(changes, Map.Entry::getValue));
        verdict.same(
                "accounts on the Employee plan = accounts of associated cards",
                upgraded,
                set(filter(outcomes, Outcome::isSuccess), outcome -> String.valueOf(outcome.account())));
        verdict.same(
                "outcomes that changed a plan = the plans' history",
                set(filter(outcomes, outcome -> outcome.feePlan() != null), Outcome::id),
                set(changes, Map.Entry::getKey));
    }

    private void events(List<Outcome> outcomes) {
        List<ConsumerRecord<String, TellerEvent>> events =
                topics.read(Topic.TELLERS_EVENTS.topicName(), IsolationLevel.READ_COMMITTED);
        verdict.once("events, one for each time that a request was decided", list(events, TellerChecks::decision));
        verdict.same(
                "decisions in the outcomes = events, as a read-committed reader sees them",
                outcomes.stream()
                        .flatMap(outcome -> IntStream.rangeClosed(1, outcome.attempts())
                                .mapToObj(attempt -> outcome.id() + " " + attempt))
                        .collect(Collectors.toSet()),
                set(events, TellerChecks::decision));
        verdict.contained(
                "outcomes that their last event agrees with",
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
        verdict.check(
                "event ids that are the outcome's own",
                events.size(),
                list(filter(events, event -> !hasItsOwnId(event.value())), TellerChecks::decision));
        int written = topics.read(Topic.TELLERS_EVENTS.topicName(), IsolationLevel.READ_UNCOMMITTED)
                .size();
        verdict.note("%,d further events were written by transactions that never committed; nobody reads them"
                .formatted(written - events.size()));
    }

    private static String decision(ConsumerRecord<String, TellerEvent> event) {
        return event.value().getCorrelationId() + " " + event.value().getAttempts();
    }

    private static boolean hasItsOwnId(TellerEvent event) {
        return CloudEventHeaders.eventId(
                        event.getCorrelationId(), CloudEventHeaders.type(event.getType()), event.getAttempts())
                .equals(event.getEventId());
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
