package io.caseline.tellers.association;

import io.caseline.messaging.Outbox;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.deferral.DeferralStore;
import io.caseline.tellers.feeplans.FeePlans;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.OutcomeStore;
import io.caseline.tellers.publish.RecordedCommands;
import io.caseline.tellers.publish.TellerEvents;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Stores the changes of a batch, one statement for each table, and an event for each decision in the outbox, in the
 * caller's transaction.
 */
@Component
class BatchStore {
    private final FeePlans feePlans;
    private final TellerCards cards;
    private final DeferralStore deferrals;
    private final OutcomeStore outcomes;
    private final RecordedCommands received;
    private final Outbox outbox;

    BatchStore(
            FeePlans feePlans,
            TellerCards cards,
            DeferralStore deferrals,
            OutcomeStore outcomes,
            RecordedCommands received,
            Outbox outbox) {
        this.feePlans = feePlans;
        this.cards = cards;
        this.deferrals = deferrals;
        this.outcomes = outcomes;
        this.received = received;
        this.outbox = outbox;
    }

    /** @return each of the commands with its outcome, in their order */
    List<DecidedCommand> save(BatchChanges changes, List<Command> commands) {
        feePlans.change(changes.feePlans(), changes.now());
        cards.associate(changes.associations(), changes.now());
        deferrals.save(changes.deferrals());
        deferrals.delete(changes.endedDeferrals());
        received.recordDecided(commands);
        outcomes.save(changes.outcomes().values(), changes.now());
        List<DecidedCommand> decided = changes.decided(commands);
        outbox.add(decided.stream()
                .filter(DecidedCommand::decidedNow)
                .map(TellerEvents::outboxEvent)
                .toList());
        return decided;
    }
}
