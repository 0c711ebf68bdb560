package io.caseline.cases.ledger;

import io.caseline.cases.ledger.Decision.Created;
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

/** Stores the outcomes of a call and their events in one transaction, and sends the replies after it. */
@Service
public class Settlement {
    /** A case that is older than its command by more than this was created for an earlier one. */
    private static final Duration EARLIER = Duration.ofHours(1);

    /** How far the clocks of gateway and processor may be apart before a caller who waits gets no reply. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final OutcomeStore store;
    private final Outbox outbox;
    private final ReplySender replies;
    private final TransactionTemplate transaction;
    private final InstantSource time;

    Settlement(
            Ledger ledger,
            OutcomeStore store,
            Outbox outbox,
            ReplySender replies,
            TransactionTemplate transaction,
            InstantSource time) {
        this.ledger = ledger;
        this.store = store;
        this.outbox = outbox;
        this.replies = replies;
        this.transaction = transaction;
        this.time = time;
    }

    /** @return the ledger entries that have a new outcome */
    public List<LedgerEntry> save(Map<ClaimedCommand, Decision> decisions) {
        Map<UUID, Decision> byId = new HashMap<>();
        decisions.forEach((command, decision) -> byId.put(command.correlationId(), decision));
        return transaction.execute(status -> {
            List<LedgerEntry> settled = store.write(decisions);
            outbox.add(settled.stream()
                    .filter(entry -> isNews(entry, byId.get(entry.correlationId())))
                    .map(CaseEvents::event)
                    .toList());
            return settled;
        });
    }

    /**
     * Not so for a case that was created long before its command: that is a repeat of a request whose row has been purged,
     * and its event was published then.
     */
    private static boolean isNews(LedgerEntry entry, @Nullable Decision decision) {
        return !(decision instanceof Created created)
                || !created.createdAt().isBefore(entry.receivedAt().minus(EARLIER));
    }

    /** Those of the commands that have an outcome, whichever instance stored it. */
    public List<LedgerEntry> settled(Collection<ClaimedCommand> commands) {
        return ledger.find(commands.stream().map(ClaimedCommand::correlationId).toList()).stream()
                .filter(LedgerEntry::isSettled)
                .toList();
    }

    /** Sends replies for the entries whose callers wait. */
    public void reply(Collection<LedgerEntry> settled) {
        settled.stream()
                .filter(entry -> entry.isAwaited(time.instant().minus(CLOCK_SKEW)))
                .forEach(entry -> replies.send(CaseEvents.reply(entry)));
    }
}
