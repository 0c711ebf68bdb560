package io.caseline.cases.publish;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.ledger.OutcomeStore;
import io.caseline.messaging.Outbox;
import io.caseline.messaging.ReplySender;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Saves the outcomes of a call and their events in one transaction, and sends the replies after it. */
@Service
public class OutcomeService {
    /** A case that is older than its command by more than this was created for an earlier one. */
    private static final Duration EARLIER = Duration.ofHours(1);

    /**
     * How far the clocks of gateway and processor may differ before a caller who waits gets no reply. More than in the
     * teller-processor: cases are far fewer, so a reply that nobody waits for costs nothing here.
     */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final OutcomeStore store;
    private final Outbox outbox;
    private final ReplySender replies;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    OutcomeService(
            Ledger ledger,
            OutcomeStore store,
            Outbox outbox,
            ReplySender replies,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.ledger = ledger;
        this.store = store;
        this.outbox = outbox;
        this.replies = replies;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** @return the ledger entries that have a new outcome */
    public List<LedgerEntry> save(Map<ClaimedCommand, Decision> decisions) {
        Map<UUID, Decision> byId = new HashMap<>();
        decisions.forEach((command, decision) -> byId.put(command.correlationId(), decision));
        return transaction.execute(status -> {
            List<LedgerEntry> outcomes = store.save(decisions);
            outbox.add(outcomes.stream()
                    .filter(entry -> isNewEvent(entry, byId.get(entry.correlationId())))
                    .map(CaseEvents::outboxEvent)
                    .toList());
            return outcomes;
        });
    }

    /**
     * False for a case created long before its command: the command repeats a request whose row has been purged, and the
     * event was published then.
     */
    private static boolean isNewEvent(LedgerEntry entry, @Nullable Decision decision) {
        return !(decision instanceof Created created)
                || !created.createdAt().isBefore(entry.receivedAt().minus(EARLIER));
    }

    /** Those of the commands that have an outcome, whichever instance saved it. */
    public List<LedgerEntry> outcomesOf(Collection<ClaimedCommand> commands) {
        return ledger.find(commands.stream().map(ClaimedCommand::correlationId).toList()).stream()
                .filter(LedgerEntry::hasOutcome)
                .toList();
    }

    /** Sends replies for the outcomes whose callers wait. */
    public void reply(Collection<LedgerEntry> outcomes) {
        outcomes.stream()
                .filter(entry -> entry.isAwaited(clock.instant().minus(CLOCK_DIFFERENCE)))
                .forEach(entry -> replies.send(CaseEvents.reply(entry)));
    }
}
