package io.caseline.cases.amendment;

import io.caseline.cases.amendment.AmendmentStore.Row;
import io.caseline.cases.amendment.InvalidContentException.Violation;
import io.caseline.cases.audit.AuditEntry;
import io.caseline.cases.audit.AuditEntry.Action;
import io.caseline.cases.audit.AuditLog;
import io.caseline.cases.ledger.CaseState;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Shows what the customer said in a failed submission to one person, and lets that person correct it, as often as it takes.
 * The audit has every view and every change, with the names of the fields and never their values. The correlation id stays,
 * so that there is still one case at most.
 */
@Service
public class AmendmentService {
    private final AmendmentStore store;
    private final SealedContent sealedContent;
    private final AuditLog audit;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    AmendmentService(
            AmendmentStore store,
            SealedContent sealedContent,
            AuditLog audit,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.store = store;
        this.sealedContent = sealedContent;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Nobody sees the content before the audit says so.
     *
     * @throws NoSuchElementException if there is no such submission
     * @throws NotFailedException if it is not failed
     * @throws UnreadableContentException if it cannot be unsealed
     */
    public SubmissionContent view(UUID id, String reason, String actor) {
        requireReason(reason);
        return transaction.execute(status -> {
            SubmissionContent content = sealedContent.unseal(content(id, failed(id)), id);
            audit.save(new AuditEntry(clock.instant(), actor, Action.CONTENT_VIEWED, reason).ofSubmission(id));
            return content;
        });
    }

    /**
     * Replaces the content. The submission stays failed until it is replayed.
     *
     * @param attempts number of outcomes that the person has seen
     * @throws NoSuchElementException if there is no such submission
     * @throws NotFailedException if it is not failed, or a replay has sent it
     * @throws NewerOutcomeException if it has an outcome that the person has not seen
     * @throws InvalidContentException if the content breaks rules or changes nothing
     * @throws UnreadableContentException if the old content cannot be unsealed
     */
    public void amend(UUID id, SubmissionContent content, int attempts, String reason, String actor) {
        requireReason(reason);
        List<Violation> violations = ContentRules.violations(content);
        if (!violations.isEmpty()) {
            throw new InvalidContentException(violations);
        }
        transaction.executeWithoutResult(status -> {
            Row row = failed(id);
            if (row.attempts() != attempts) {
                throw new NewerOutcomeException(id, row.attempts());
            }
            List<String> changed = content.changedFrom(sealedContent.unseal(content(id, row), id));
            if (changed.isEmpty()) {
                throw new InvalidContentException(List.of(new Violation("content", "is the same as before")));
            }
            store.replace(id, sealedContent.seal(content, id));
            audit.save(new AuditEntry(clock.instant(), actor, Action.CONTENT_AMENDED, reason)
                    .ofSubmission(id)
                    .withResult("changed: " + String.join(", ", changed)));
        });
    }

    private static void requireReason(String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("reason is required");
        }
    }

    private Row failed(UUID id) {
        Row row = store.lock(id).orElseThrow(() -> new NoSuchElementException("There is no submission " + id));
        if (row.state() != CaseState.FAILED) {
            throw new NotFailedException(id, row.state());
        }
        return row;
    }

    private static ByteBuffer content(UUID id, Row row) {
        return Objects.requireNonNull(row.content(), () -> "Failed submission " + id + " has no sealed content");
    }
}
