package io.caseline.sandbox.store;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.CaseRules;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordInput;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Updates cases: an input names its case by Id and changes only the fields that it contains. */
@Component
class CaseUpdates {

    private final CaseStore store;
    private final InstantSource clock;

    CaseUpdates(CaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    List<RecordResult> update(List<RecordInput> inputs) {
        Map<String, CaseRow> rows = store.lock(texts(inputs, CaseField.ID));
        Map<String, String> ownerByCorrelationId = store.idsByCorrelationId(texts(inputs, CaseField.CORRELATION_ID));
        Set<String> changed = new LinkedHashSet<>();
        List<RecordResult> results = new ArrayList<>();
        for (RecordInput input : inputs) {
            RecordResult result = change(input, rows, ownerByCorrelationId);
            if (result instanceof Saved saved) {
                changed.add(saved.id());
            }
            results.add(result);
        }
        store.update(changed.stream().map(rows::get).toList());
        return results;
    }

    private RecordResult change(
            RecordInput input, Map<String, CaseRow> rows, Map<String, String> ownerByCorrelationId) {
        List<RecordError> errors = CaseRules.forUpdate(input);
        if (!errors.isEmpty()) {
            return new Refused(errors);
        }
        String id = Objects.requireNonNull(input.text(CaseField.ID));
        CaseRow row = rows.get(id);
        if (row == null) {
            return Refused.because(RecordError.noSuchRecord());
        }
        String correlationId = input.text(CaseField.CORRELATION_ID);
        if (correlationId != null) {
            String owner = ownerByCorrelationId.putIfAbsent(CaseStore.key(correlationId), id);
            if (owner != null && !owner.equals(id)) {
                return Refused.because(RecordError.duplicate(owner));
            }
        }
        rows.put(id, changed(row, input));
        return new Saved(id, false);
    }

    /** SystemModstamp has seconds, as in Salesforce: several changes can have the same one. */
    private CaseRow changed(CaseRow row, RecordInput input) {
        Instant now = clock.instant();
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        values.putAll(row.values());
        values.putAll(input.values());
        values.put(CaseField.LAST_MODIFIED_DATE, now.truncatedTo(ChronoUnit.SECONDS));
        values.put(CaseField.SYSTEM_MODSTAMP, now.truncatedTo(ChronoUnit.SECONDS));
        return new CaseRow(values);
    }

    private static Set<String> texts(List<RecordInput> inputs, CaseField field) {
        return inputs.stream()
                .map(input -> input.text(field))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
