package io.caseline.cases.discard;

import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.publish.CaseEvents;
import io.caseline.cases.publish.CaseReplies;
import io.caseline.cases.submissions.SubmissionFilter;
import io.caseline.messaging.Outbox;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Discards failed submissions: what the customer said is deleted, and nobody can replay them. Those that an open replay has
 * are left alone. A case that turns up in Salesforce later makes its submission created all the same.
 */
@Service
public class DiscardService {
    private static final Logger log = LoggerFactory.getLogger(DiscardService.class);

    /** Most submissions in one transaction. */
    static final int LIMIT = 1000;

    private final DiscardStore store;
    private final Outbox outbox;
    private final AuditLog audit;
    private final CaseReplies replies;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    DiscardService(
            DiscardStore store,
            Outbox outbox,
            AuditLog audit,
            CaseReplies replies,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.store = store;
        this.outbox = outbox;
        this.audit = audit;
        this.replies = replies;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** How many would be discarded now. */
    public int count(SubmissionFilter filter) {
        requireFailed(filter);
        return store.count(filter);
    }

    /** The database's time: as the end of a filter it leaves out what fails after a count. */
    public Instant now() {
        return store.now();
    }

    /**
     * Discards up to 1,000 submissions. Call it again while there are more.
     *
     * @throws IllegalArgumentException if the filter is about another state than FAILED, or the reason is blank
     */
    public Discarded discard(SubmissionFilter filter, String reason, String actor) {
        requireFailed(filter);
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason is required");
        }
        Batch batch = transaction.execute(status -> discardBatch(filter, reason, actor));
        log.info("{} submissions discarded by {}: {}", batch.entries().size(), actor, filter.query());
        replies.send(batch.entries());
        return new Discarded(batch.entries().size(), batch.more(), batch.inOpenReplays());
    }

    private record Batch(List<LedgerEntry> entries, boolean more, int inOpenReplays) {}

    private Batch discardBatch(SubmissionFilter filter, String reason, String actor) {
        AuditEntry entry =
                audit.save(new AuditEntry(clock.instant(), actor, Action.DISCARDED, reason).chosenBy(filter.query()));
        if (filter.correlationIds().size() == 1) {
            entry.ofSubmission(filter.correlationIds().getFirst());
        }
        List<LedgerEntry> entries = store.discard(filter, LIMIT, Objects.requireNonNull(entry.id()));
        outbox.add(entries.stream().map(CaseEvents::outboxEvent).toList());
        int inOpenReplays = store.countInOpenReplays(filter);
        entry.withResult(entries.size() + " discarded, " + inOpenReplays + " left out as open replays have them");
        return new Batch(entries, store.anyLeft(filter), inOpenReplays);
    }

    private static void requireFailed(SubmissionFilter filter) {
        if (filter.state() != CaseState.FAILED) {
            throw new IllegalArgumentException("state must be FAILED: only failed submissions can be discarded");
        }
    }
}
