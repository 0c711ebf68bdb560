package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares outcomes with associations, fee plans and their histories. */
record CardChecks(CheckReport report, Database database) {

    /** A row of the history of associations. */
    private record Association(
            String id,
            String teller,
            String account,
            @Nullable String replaced) {}

    void check(List<TellerOutcome> outcomes) throws SQLException {
        List<TellerOutcome> successes =
                outcomes.stream().filter(TellerOutcome::isSuccess).toList();
        checkAssociations(successes);
        checkFeePlans(outcomes, successes);
    }

    private void checkAssociations(List<TellerOutcome> successes) throws SQLException {
        List<Association> history = database.query(
                "SELECT correlation_id, teller_id, account_id, replaced_account_id FROM teller_card_history",
                row -> new Association(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
        report.same(
                "successes = associations in the history",
                set(successes, outcome -> "%s %s %s".formatted(outcome.id(), outcome.teller(), outcome.account())),
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

    private void checkFeePlans(List<TellerOutcome> outcomes, List<TellerOutcome> successes) throws SQLException {
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
                set(successes, outcome -> String.valueOf(outcome.account())));
        report.same(
                "outcomes that changed a plan = the plans' history",
                set(
                        outcomes.stream()
                                .filter(outcome -> outcome.feePlan() != null)
                                .toList(),
                        TellerOutcome::id),
                set(changes, Map.Entry::getKey));
    }
}
