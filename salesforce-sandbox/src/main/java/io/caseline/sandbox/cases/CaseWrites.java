package io.caseline.sandbox.cases;

import io.caseline.sandbox.cases.RecordResult.Refused;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes of many records at a time: one result for each, in the order of the drafts. */
@Component
public class CaseWrites {

    private final CaseStore store;
    private final CaseInserts inserts;
    private final CaseUpdates updates;
    private final TransactionTemplate transaction;

    CaseWrites(CaseStore store, CaseInserts inserts, CaseUpdates updates, TransactionTemplate transaction) {
        this.store = store;
        this.inserts = inserts;
        this.updates = updates;
        this.transaction = transaction;
    }

    public List<RecordResult> insert(List<Draft> drafts, boolean allOrNone) {
        return write(allOrNone, () -> inserts.insert(drafts));
    }

    public List<RecordResult> update(List<Draft> drafts, boolean allOrNone) {
        return write(allOrNone, () -> updates.update(drafts));
    }

    /** Updates a record that still has that stamp; nothing where somebody has changed it since. */
    public Optional<RecordResult> updateUnchanged(Draft draft, Instant stamp) {
        return transaction.execute(status -> {
            String id = Objects.requireNonNull(draft.text(CaseField.ID));
            CaseRow row = store.lock(List.of(id)).get(id);
            if (row != null && !stamp.equals(row.get(CaseField.SYSTEM_MODSTAMP))) {
                return Optional.empty();
            }
            return Optional.of(updates.update(List.of(draft)).getFirst());
        });
    }

    /** Updates the records whose external id exists, and inserts the others. */
    public List<RecordResult> upsert(List<Draft> drafts, boolean allOrNone) {
        return write(allOrNone, () -> upsert(drafts));
    }

    private List<RecordResult> upsert(List<Draft> drafts) {
        Map<String, String> existing = store.idsByCorrelationId(drafts.stream()
                .map(draft -> draft.text(CaseField.CORRELATION_ID))
                .filter(Objects::nonNull)
                .toList());
        SortedMap<Integer, Draft> toInsert = new TreeMap<>();
        SortedMap<Integer, Draft> toUpdate = new TreeMap<>();
        for (int i = 0; i < drafts.size(); i++) {
            Draft draft = drafts.get(i);
            String correlationId = draft.text(CaseField.CORRELATION_ID);
            String id = correlationId == null ? null : existing.get(CaseStore.key(correlationId));
            if (correlationId == null) {
                toInsert.put(i, draft.with(RecordError.noExternalId()));
            } else if (id == null) {
                toInsert.put(i, draft);
            } else {
                toUpdate.put(i, draft.with(CaseField.ID, id));
            }
        }
        SortedMap<Integer, RecordResult> results = new TreeMap<>();
        collect(toInsert, inserts.insert(List.copyOf(toInsert.values())), results);
        collect(toUpdate, updates.update(List.copyOf(toUpdate.values())), results);
        return List.copyOf(results.values());
    }

    private static void collect(
            SortedMap<Integer, Draft> drafts, List<RecordResult> written, SortedMap<Integer, RecordResult> results) {
        Iterator<RecordResult> next = written.iterator();
        drafts.keySet().forEach(position -> results.put(position, next.next()));
    }

    private List<RecordResult> write(boolean allOrNone, Supplier<List<RecordResult>> work) {
        return transaction.execute(status -> {
            List<RecordResult> results = work.get();
            if (!allOrNone || results.stream().allMatch(RecordResult::isSaved)) {
                return results;
            }
            status.setRollbackOnly();
            List<RecordResult> undone = new ArrayList<>(results);
            undone.replaceAll(result -> result.isSaved() ? Refused.because(RecordError.rolledBack()) : result);
            return undone;
        });
    }
}
