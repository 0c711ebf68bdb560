package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares accepted ids, commands, ledger, replays, Salesforce, events and audit. */
final class ReplayChecks {

    private final CheckReport report = new CheckReport();
    private final Client client;
    private final Topics topics;
    private final Collection<ConsumerRecord<String, SubmitCase>> commands;
    private final Database ledger;
    private final Database org;
    private final Operator operator;

    ReplayChecks(
            Client client,
            Topics topics,
            Collection<ConsumerRecord<String, SubmitCase>> commands,
            Database ledger,
            Database org,
            Operator operator) {
        this.client = client;
        this.topics = topics;
        this.commands = commands;
        this.ledger = ledger;
        this.org = org;
        this.operator = operator;
    }

    /** A submission in the snapshot of a replay. */
    private record Entry(long replay, String id, String state) {}

    CheckReport run() throws IOException, SQLException, InterruptedException {
        List<CaseOutcome> outcomes = CaseOutcome.all(ledger);
        List<Entry> entries = ledger.query(
                "SELECT replay, correlation_id, state FROM replay_entry",
                row -> new Entry(row.getLong(1), row.getString(2), row.getString(3)));
        Set<String> ids = set(commands, ConsumerRecord::key);
        ClientChecks.check(report, client.log());
        report.none("problems of the operator", operator.problems());
        report.contained("accepted ids that are on cases.commands", ClientChecks.accepted(client.log()), ids);
        report.same("ids on cases.commands = in the ledger", ids, set(outcomes, CaseOutcome::id));
        checkOutcomes(outcomes, entries);
        checkReplays(outcomes, entries);
        checkCancelled(outcomes, entries);
        OutcomeChecks checks = new OutcomeChecks(report, outcomes);
        checks.checkSalesforce(org);
        new ReplayEventChecks(report, topics, ledger).check(outcomes);
        checkAudit();
        report.none("dead letters", topics.deadLetters(Topic.CASES_COMMANDS_DEAD));
        report.none("gaps in the commands", ProcessorDatabase.gaps(ledger));
        checks.checkStatuses(client);
        return report;
    }

    /** Each case has the outcomes that its kind must have, live ones too. */
    private void checkOutcomes(List<CaseOutcome> outcomes, List<Entry> entries) {
        Set<String> replayed = entries.stream()
                .filter(entry -> !entry.state().equals("CANCELLED"))
                .map(Entry::id)
                .collect(Collectors.toSet());
        Map<String, String> kinds = client.log().entries().stream()
                .collect(Collectors.toMap(
                        entry -> entry.request().id(), entry -> entry.request().expected()));
        for (String kind : List.of(CasesTrial.CREATED, ReplayTrial.CORRECTED, ReplayTrial.HOPELESS)) {
            report.all(
                    "outcomes as expected: " + kind,
                    outcomes.stream()
                            .filter(outcome -> kind.equals(kinds.get(outcome.requestId())))
                            .toList(),
                    outcome ->
                            expected(kind, outcome.id(), replayed).equals(outcome.state() + " " + outcome.attempts()),
                    CaseOutcome::toString);
        }
    }

    private String expected(String kind, String id, Set<String> replayed) {
        return switch (kind) {
            case CasesTrial.CREATED -> "CREATED 1";
            case ReplayTrial.HOPELESS -> id.equals(operator.amended()) ? "CREATED 2" : "FAILED 2";
            default -> replayed.contains(id) ? "CREATED 2" : "FAILED 1";
        };
    }

    /** What a snapshot says of a submission is its outcome. */
    private void checkReplays(List<CaseOutcome> outcomes, List<Entry> entries) {
        Map<String, String> states = outcomes.stream().collect(Collectors.toMap(CaseOutcome::id, CaseOutcome::state));
        report.all(
                "outcomes in the replays = in the ledger",
                entries.stream()
                        .filter(entry -> !entry.state().equals("CANCELLED"))
                        .toList(),
                entry -> entry.state().equals(states.get(entry.id())),
                Entry::toString);
        report.once(
                "submissions sent by one replay only",
                entries.stream()
                        .filter(entry -> !entry.state().equals("CANCELLED"))
                        .toList(),
                Entry::id);
    }

    private void checkCancelled(List<CaseOutcome> outcomes, List<Entry> entries)
            throws IOException, InterruptedException {
        Set<String> left = outcomes.stream()
                .filter(outcome -> outcome.state().equals(CasesTrial.FAILED) && outcome.attempts() == 1)
                .map(CaseOutcome::id)
                .collect(Collectors.toSet());
        Set<String> cancelled = new HashSet<>(set(
                entries.stream()
                        .filter(entry -> entry.replay() == operator.cancelledReplay()
                                && entry.state().equals("CANCELLED"))
                        .toList(),
                Entry::id));
        entries.stream()
                .filter(entry -> entry.replay() != operator.cancelledReplay())
                .map(Entry::id)
                .forEach(cancelled::remove);
        report.same("cancelled and not replayed later = still failed, as before", cancelled, left);
        report.same(
                "and can be replayed",
                Set.of(Integer.toString(left.size())),
                Set.of(Integer.toString(operator.toReplay(ReplayTrial.CANCELLED_PROGRAM))));
    }

    private void checkAudit() throws SQLException {
        List<String> audited = ledger.query(
                "SELECT action || ' ' || coalesce(replay::text, correlation_id::text, '') FROM audit ORDER BY id",
                row -> row.getString(1));
        report.same(
                "actions of the operator, the canary and the end of replays = audit",
                count(operator.actions()),
                count(audited));
    }

    /** With how often each occurs: a replay may be paused twice. */
    private static Set<String> count(List<String> actions) {
        return actions.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .map(action -> "%s, %d times".formatted(action.getKey(), action.getValue()))
                .collect(Collectors.toSet());
    }
}
