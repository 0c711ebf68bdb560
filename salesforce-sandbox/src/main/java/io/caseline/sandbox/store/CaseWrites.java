package io.caseline.sandbox.store;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordInput;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
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

/** Inserts, updates and upserts records. Each input has one result, in the order of the inputs. */
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

    public List<RecordResult> insert(List<RecordInput> inputs, boolean allOrNone) {
        return write(allOrNone, () -> inserts.insert(inputs));
    }

    public List<RecordResult> update(List<RecordInput> inputs, boolean allOrNone) {
        return write(allOrNone, () -> updates.update(inputs));
    }

    /** Updates a record if it still has the given revision; empty if it has changed since. */
    public Optional<RecordResult> updateUnchanged(RecordInput input, String revision) {
        return transaction.execute(status -> {
            String id = Objects.requireNonNull(input.text(CaseField.ID));
            boolean exists = store.lock(List.of(id)).containsKey(id);
            if (exists && !store.revision(id).equals(Optional.of(revision))) {
                return Optional.empty();
            }
            return Optional.of(updates.update(List.of(input)).getFirst());
        });
    }

    /** Updates the records whose external id exists, and inserts the others. */
    public List<RecordResult> upsert(List<RecordInput> inputs, boolean allOrNone) {
        return write(allOrNone, () -> upsert(inputs));
    }

    private List<RecordResult> upsert(List<RecordInput> inputs) {
        Map<String, String> existing = store.idsByCorrelationId(inputs.stream()
                .map(input -> input.text(CaseField.CORRELATION_ID))
                .filter(Objects::nonNull)
                .toList());
        SortedMap<Integer, RecordInput> toInsert = new TreeMap<>();
        SortedMap<Integer, RecordInput> toUpdate = new TreeMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            RecordInput input = inputs.get(i);
            String correlationId = input.text(CaseField.CORRELATION_ID);
            String id = correlationId == null ? null : existing.get(CaseStore.key(correlationId));
            if (correlationId == null) {
                toInsert.put(i, input.with(RecordError.noExternalId()));
            } else if (id == null) {
                toInsert.put(i, input);
            } else {
                toUpdate.put(i, input.with(CaseField.ID, id));
            }
        }
        SortedMap<Integer, RecordResult> results = new TreeMap<>();
        collect(toInsert, inserts.insert(List.copyOf(toInsert.values())), results);
        collect(toUpdate, updates.update(List.copyOf(toUpdate.values())), results);
        return List.copyOf(results.values());
    }

    private static void collect(
            SortedMap<Integer, RecordInput> inputs,
            List<RecordResult> written,
            SortedMap<Integer, RecordResult> results) {
        Iterator<RecordResult> next = written.iterator();
        inputs.keySet().forEach(position -> results.put(position, next.next()));
    }

    private List<RecordResult> write(boolean allOrNone, Supplier<List<RecordResult>> work) {
        return transaction.execute(status -> {
            List<RecordResult> results = work.get();
            if (!allOrNone || results.stream().allMatch(RecordResult::isSaved)) {
                return results;
            }
            status.setRollbackOnly();
            List<RecordResult> rolledBack = new ArrayList<>(results);
            rolledBack.replaceAll(result -> result.isSaved() ? Refused.because(RecordError.rolledBack()) : result);
            return rolledBack;
        });
    }
}
