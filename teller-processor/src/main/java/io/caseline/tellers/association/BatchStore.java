package io.caseline.tellers.association;

import io.caseline.tellers.command.Command;
import io.caseline.tellers.deferral.Deferrals;
import io.caseline.tellers.feeplans.FeePlans;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.OutcomeStore;
import io.caseline.tellers.publish.TellerEvents;
import java.util.List;
import org.springframework.stereotype.Component;

/** Stores the changes of a batch, one statement for each table, in the caller's transaction. */
@Component
class BatchStore {
    private final FeePlans feePlans;
    private final TellerCards cards;
    private final Deferrals deferrals;
    private final OutcomeStore outcomes;
    private final TellerEvents events;

    BatchStore(FeePlans feePlans, TellerCards cards, Deferrals deferrals, OutcomeStore outcomes, TellerEvents events) {
        this.feePlans = feePlans;
        this.cards = cards;
        this.deferrals = deferrals;
        this.outcomes = outcomes;
        this.events = events;
    }

    /** @return each of the commands with its outcome, in their order */
    List<DecidedCommand> save(BatchChanges changes, List<Command> commands) {
        feePlans.change(changes.feePlans(), changes.now());
        cards.associate(changes.cards(), changes.now());
        deferrals.keep(changes.deferrals());
        deferrals.drop(changes.endedDeferrals());
        outcomes.save(changes.outcomes().values(), changes.now());
        List<DecidedCommand> decided = changes.decided(commands);
        events.add(decided);
        return decided;
    }
}
