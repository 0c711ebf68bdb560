package io.caseline.sandbox.cases;

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

/** Changes to cases; a draft names its case by Id, and changes the fields that it names. */
@Component
class CaseUpdates {

    private final CaseStore store;
    private final InstantSource clock;

    CaseUpdates(CaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    List<RecordResult> update(List<Draft> drafts) {
        Map<String, CaseRow> rows = store.lock(texts(drafts, CaseField.ID));
        Map<String, String> taken = store.idsByCorrelationId(texts(drafts, CaseField.CORRELATION_ID));
        Set<String> changed = new LinkedHashSet<>();
        List<RecordResult> results = new ArrayList<>();
        for (Draft draft : drafts) {
            RecordResult result = change(draft, rows, taken);
            if (result instanceof Saved saved) {
                changed.add(saved.id());
            }
            results.add(result);
        }
        store.update(changed.stream().map(rows::get).toList());
        return results;
    }

    private RecordResult change(Draft draft, Map<String, CaseRow> rows, Map<String, String> taken) {
        List<RecordError> errors = CaseRules.forUpdate(draft);
        if (!errors.isEmpty()) {
            return new Refused(errors);
        }
        String id = Objects.requireNonNull(draft.text(CaseField.ID));
        CaseRow row = rows.get(id);
        if (row == null) {
            return Refused.because(RecordError.noSuchRecord());
        }
        String correlationId = draft.text(CaseField.CORRELATION_ID);
        if (correlationId != null) {
            String owner = taken.putIfAbsent(CaseStore.key(correlationId), id);
            if (owner != null && !owner.equals(id)) {
                return Refused.because(RecordError.duplicate(owner));
            }
        }
        rows.put(id, changed(row, draft));
        return new Saved(id, false);
    }

    /** The stamp moves on with every change, however close two of them are. */
    private CaseRow changed(CaseRow row, Draft draft) {
        Instant now = clock.instant();
        Instant next =
                ((Instant) Objects.requireNonNull(row.get(CaseField.SYSTEM_MODSTAMP))).plus(1, ChronoUnit.MICROS);
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        values.putAll(row.values());
        values.putAll(draft.values());
        values.put(CaseField.LAST_MODIFIED_DATE, now.truncatedTo(ChronoUnit.SECONDS));
        values.put(CaseField.SYSTEM_MODSTAMP, now.isAfter(next) ? now.truncatedTo(ChronoUnit.MICROS) : next);
        return new CaseRow(values);
    }

    private static Set<String> texts(List<Draft> drafts, CaseField field) {
        return drafts.stream()
                .map(draft -> draft.text(field))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
