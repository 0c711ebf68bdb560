package io.caseline.tellers.association;

import io.caseline.tellers.association.TellerCards.Association;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.deferral.DeferralStore.Deferral;
import io.caseline.tellers.feeplans.FeePlans;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.Outcome;
import io.caseline.tellers.rules.Decision;
import io.caseline.tellers.rules.Decision.Associate;
import io.caseline.tellers.rules.Decision.Defer;
import io.caseline.tellers.rules.Decision.Reject;
import io.caseline.tellers.rules.TellerRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the decisions of one batch change; collected first, then stored at once. */
final class BatchChanges {
    private final Map<UUID, Outcome> previous;
    private final Instant now;

    private final List<FeePlans.Change> feePlans = new ArrayList<>();
    private final List<Association> associations = new ArrayList<>();
    private final List<Deferral> deferrals = new ArrayList<>();
    private final Set<UUID> endedDeferrals = new LinkedHashSet<>();
    private final Map<UUID, Outcome> outcomes = new LinkedHashMap<>();

    /** @param previous outcomes of the batch's commands until now */
    BatchChanges(Map<UUID, Outcome> previous, Instant now) {
        this.previous = previous;
        this.now = now;
    }

    void add(Command command, Decision decision) {
        switch (decision) {
            case Associate associate -> associate(command, associate);
            case Reject reject -> {}
            case Defer defer -> deferrals.add(new Deferral(command, defer.until()));
        }
        Outcome before = previous(command);
        Outcome outcome = Outcome.of(command, decision, before, now);
        if (before != null && before.isDeferred() && !outcome.isDeferred()) {
            endDeferral(command);
        }
        outcomes.put(command.correlationId(), outcome);
    }

    private void associate(Command command, Associate decision) {
        if (decision.changesFeePlan()) {
            feePlans.add(new FeePlans.Change(
                    command.correlationId(),
                    decision.accountId(),
                    decision.previousFeePlan(),
                    TellerRules.EMPLOYEE_PLAN));
        }
        associations.add(new Association(
                command.correlationId(),
                command.merchantId(),
                command.tellerId(),
                decision.accountId(),
                decision.replacedAccountId()));
    }

    void endDeferral(Command command) {
        endedDeferrals.add(command.correlationId());
    }

    /** Each command with its outcome; of a command that comes twice, only the first counts as decided now. */
    List<DecidedCommand> decided(List<Command> commands) {
        Set<UUID> seen = new HashSet<>();
        List<DecidedCommand> decided = new ArrayList<>();
        for (Command command : commands) {
            UUID id = command.correlationId();
            Outcome outcome = outcomes.getOrDefault(id, previous(command));
            if (outcome != null) {
                decided.add(new DecidedCommand(command, outcome, outcomes.containsKey(id) && seen.add(id)));
            }
        }
        return decided;
    }

    @Nullable
    Outcome previous(Command command) {
        return previous.get(command.correlationId());
    }

    Instant now() {
        return now;
    }

    /** How many commands are deferred. */
    int deferred() {
        return deferrals.size();
    }

    List<FeePlans.Change> feePlans() {
        return feePlans;
    }

    List<Association> associations() {
        return associations;
    }

    List<Deferral> deferrals() {
        return deferrals;
    }

    Set<UUID> endedDeferrals() {
        return endedDeferrals;
    }

    Map<UUID, Outcome> outcomes() {
        return outcomes;
    }
}
