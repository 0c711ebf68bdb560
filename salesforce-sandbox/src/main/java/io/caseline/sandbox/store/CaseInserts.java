package io.caseline.sandbox.store;

import io.caseline.sandbox.OrgIdentity;
import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
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
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Inserts cases: assigns numbers and defaults, and refuses an external id that already exists. */
@Component
class CaseInserts {

    private final CaseStore store;
    private final InstantSource clock;

    CaseInserts(CaseStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    List<RecordResult> insert(List<RecordInput> inputs) {
        SortedMap<Integer, RecordResult> results = new TreeMap<>();
        Map<Integer, CaseRow> rows = new LinkedHashMap<>();
        Iterator<Long> numbers = store.nextNumbers(inputs.size()).iterator();
        for (int i = 0; i < inputs.size(); i++) {
            List<RecordError> errors = CaseRules.forInsert(inputs.get(i));
            if (errors.isEmpty()) {
                rows.put(i, newCase(inputs.get(i), numbers.next()));
            } else {
                results.put(i, new Refused(errors));
            }
        }
        Set<String> inserted = store.insert(rows.values());
        Map<String, String> existing = existingIds(rows, inserted);
        rows.forEach((i, row) ->
                results.put(i, inserted.contains(row.id()) ? new Saved(row.id(), true) : duplicate(row, existing)));
        return List.copyOf(results.values());
    }

    private Map<String, String> existingIds(Map<Integer, CaseRow> rows, Set<String> inserted) {
        return store.idsByCorrelationId(rows.values().stream()
                .filter(row -> !inserted.contains(row.id()))
                .map(row -> Objects.requireNonNull(row.text(CaseField.CORRELATION_ID)))
                .collect(Collectors.toSet()));
    }

    private static RecordResult duplicate(CaseRow row, Map<String, String> existing) {
        String correlationId = Objects.requireNonNull(row.text(CaseField.CORRELATION_ID));
        String id = existing.getOrDefault(CaseStore.key(correlationId), "<unknown>");
        return Refused.because(RecordError.duplicate(id));
    }

    private CaseRow newCase(RecordInput input, long number) {
        Instant now = clock.instant();
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        for (CaseField field : CaseField.values()) {
            field.defaultValue().ifPresent(value -> values.put(field, value));
        }
        values.putAll(input.values());
        values.putIfAbsent(CaseField.OWNER_ID, OrgIdentity.USER_ID);
        values.put(CaseField.ID, CaseId.of(number));
        values.put(CaseField.CASE_NUMBER, "%08d".formatted(number));
        values.put(CaseField.CREATED_DATE, now.truncatedTo(ChronoUnit.SECONDS));
        values.put(CaseField.LAST_MODIFIED_DATE, now.truncatedTo(ChronoUnit.SECONDS));
        values.put(CaseField.SYSTEM_MODSTAMP, now.truncatedTo(ChronoUnit.SECONDS));
        values.put(CaseField.IS_DELETED, false);
        return new CaseRow(values);
    }
}
