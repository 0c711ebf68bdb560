package io.caseline.cases.life;

import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.Ledger;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.life.ChangeSource.Batch;
import io.caseline.cases.life.ChangeStore.Stored;
import io.caseline.cases.publish.CaseEvents;
import io.caseline.cases.salesforce.ChangedCases.OrgCase;
import io.caseline.messaging.Outbox;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Saves what was read: the changes, their events and the new position in one transaction. */
@Service
class ChangeService {
    private final ChangeStore store;
    private final Ledger ledger;
    private final Outbox outbox;
    private final TransactionTemplate transaction;

    ChangeService(ChangeStore store, Ledger ledger, Outbox outbox, TransactionTemplate transaction) {
        this.store = store;
        this.ledger = ledger;
        this.outbox = outbox;
        this.transaction = transaction;
    }

    /**
     * @param from the position that the batch was read from
     * @return the changes; none if another instance has read on from there meanwhile
     */
    List<CaseChange> save(String source, Stored from, Batch batch) {
        return Objects.requireNonNull(transaction.execute(status -> {
            if (!store.advance(source, from, batch.next(), batch.readUntil())) {
                return List.of();
            }
            return save(batch.cases(), from);
        }));
    }

    /**
     * Saves cases that were read again as their outcome is saved by now.
     *
     * @param correlationIds what was asked for
     */
    List<CaseChange> saveSettled(String source, Stored from, Collection<UUID> correlationIds, List<OrgCase> cases) {
        return Objects.requireNonNull(transaction.execute(status -> {
            if (!store.advance(source, from, from.position(), null)) {
                return List.of();
            }
            store.removeUnsettled(correlationIds); // first: one that is still too new is added again
            return save(cases, from);
        }));
    }

    private List<CaseChange> save(List<OrgCase> cases, Stored from) {
        Map<UUID, LedgerEntry> entries = byId(ledger.find(
                cases.stream().map(OrgCase::correlationId).distinct().toList()));
        Set<UUID> unsettled = new HashSet<>();
        List<OrgCase> changed = new ArrayList<>();
        for (OrgCase seen : cases) {
            LedgerEntry entry = entries.get(seen.correlationId());
            if (entry == null) {
                continue; // the row is purged, or the case is not one of this ledger
            }
            if (entry.state() != CaseState.CREATED) {
                unsettled.add(entry.correlationId());
            } else if (isOf(entry, seen) && isNews(entry, seen.snapshot())) {
                changed.add(seen);
            }
        }
        List<CaseChange> changes = changed.isEmpty() ? List.of() : saveChanged(changed, from, unsettled);
        if (!unsettled.isEmpty()) {
            store.addUnsettled(unsettled);
        }
        return changes;
    }

    /** False for another case with the same correlation id: one that was lost, and created again since. */
    private static boolean isOf(LedgerEntry entry, OrgCase seen) {
        return entry.state() == CaseState.CREATED && seen.salesforceId().equals(entry.salesforceId());
    }

    private static boolean isNews(LedgerEntry entry, CaseSnapshot seen) {
        return entry.snapshot().modifiedAt() == null
                || CaseChange.between(entry, seen).isPresent();
    }

    /** Compares with the rows once more, now locked. */
    private List<CaseChange> saveChanged(List<OrgCase> cases, Stored from, Set<UUID> unsettled) {
        List<UUID> ids = cases.stream().map(OrgCase::correlationId).toList();
        Map<UUID, LedgerEntry> locked = byId(store.lock(ids));
        Set<UUID> tooNew = Set.copyOf(store.createdSince(ids, from.loadedAt()));
        Map<UUID, CaseSnapshot> first = new HashMap<>();
        List<CaseChange> changes = new ArrayList<>();
        for (OrgCase seen : cases) {
            LedgerEntry entry = locked.get(seen.correlationId());
            if (entry == null || !isOf(entry, seen)) {
                continue;
            }
            if (tooNew.contains(seen.correlationId())) {
                // its outcome was saved after this was read, so it may be the newer of the two
                unsettled.add(seen.correlationId());
                continue;
            }
            CaseChange.between(entry, seen.snapshot()).ifPresentOrElse(changes::add, () -> {
                if (entry.snapshot().modifiedAt() == null) {
                    first.put(entry.correlationId(), seen.snapshot());
                }
            });
        }
        if (!first.isEmpty()) {
            store.saveSnapshots(first);
        }
        if (!changes.isEmpty()) {
            changes.sort(Comparator.comparing(CaseChange::occurredAt));
            store.save(changes);
            outbox.add(changes.stream()
                    .map(change ->
                            CaseEvents.outboxEvent(Objects.requireNonNull(locked.get(change.correlationId())), change))
                    .toList());
        }
        return changes;
    }

    private static Map<UUID, LedgerEntry> byId(List<LedgerEntry> entries) {
        return entries.stream().collect(Collectors.toMap(LedgerEntry::correlationId, Function.identity()));
    }
}
