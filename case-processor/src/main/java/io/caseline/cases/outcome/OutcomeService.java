package io.caseline.cases.outcome;

import io.caseline.cases.activity.Activity;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Decision;
import io.caseline.cases.ledger.Decision.Created;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.publish.CaseEvents;
import io.caseline.cases.publish.ReceivedEvents;
import io.caseline.messaging.Outbox;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Saves the outcomes of a call and their events in one transaction. */
@Service
public class OutcomeService {
    /** A case that is older than its command by more than this was created for an earlier one. */
    private static final Duration EARLIER = Duration.ofHours(1);

    private final Ledger ledger;
    private final OutcomeStore store;
    private final Outbox outbox;
    private final ReceivedEvents received;
    private final Activity activity;
    private final TransactionTemplate transaction;

    OutcomeService(
            Ledger ledger,
            OutcomeStore store,
            Outbox outbox,
            ReceivedEvents received,
            Activity activity,
            TransactionTemplate transaction) {
        this.ledger = ledger;
        this.store = store;
        this.outbox = outbox;
        this.received = received;
        this.activity = activity;
        this.transaction = transaction;
    }

    /** @return the ledger entries that have a new outcome */
    public List<LedgerEntry> save(Map<ClaimedCommand, Decision> decisions) {
        Map<UUID, Decision> byId = new HashMap<>();
        decisions.forEach((command, decision) -> byId.put(command.correlationId(), decision));
        List<LedgerEntry> saved = transaction.execute(status -> {
            List<LedgerEntry> entries = store.save(decisions);
            outbox.add(entries.stream()
                    .filter(entry -> isNewEvent(entry, byId.get(entry.correlationId())))
                    .map(CaseEvents::outboxEvent)
                    .toList());
            return entries;
        });
        activity.decided(count(saved, CaseState.CREATED), count(saved, CaseState.FAILED));
        return saved;
    }

    private static long count(List<LedgerEntry> entries, CaseState state) {
        return entries.stream().filter(entry -> entry.state() == state).count();
    }

    /**
     * False for a case created long before its command: the command repeats a request whose row has been purged, and the
     * event was published then. If the repeat had an event of its own, {@code RECEIVED} must not stay the last one.
     */
    private boolean isNewEvent(LedgerEntry entry, @Nullable Decision decision) {
        return received.areEnabled()
                || !(decision instanceof Created created)
                || !created.createdAt().isBefore(entry.receivedAt().minus(EARLIER));
    }

    /** The entries of those commands that have an outcome, whichever instance saved it. */
    public List<LedgerEntry> entriesWithOutcome(Collection<ClaimedCommand> commands) {
        return ledger.find(commands.stream().map(ClaimedCommand::correlationId).toList()).stream()
                .filter(LedgerEntry::hasOutcome)
                .toList();
    }
}
