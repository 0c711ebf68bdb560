package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.cases.CaseField;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parses the names of requested fields. */
final class FieldNames {

    private FieldNames() {}

    /** @param names separated by commas; null or blank means all fields */
    static List<CaseField> parse(@Nullable String names) {
        return names == null || names.isBlank() ? List.of(CaseField.values()) : parse(List.of(names.split(",", -1)));
    }

    static List<CaseField> parse(Collection<String> names) {
        return names.stream()
                .map(String::strip)
                .map(FieldNames::field)
                .distinct()
                .toList();
    }

    private static CaseField field(String name) {
        return CaseField.named(name)
                .orElseThrow(() -> ApiException.badRequest(
                        "INVALID_FIELD", "No such column '" + name + "' on sobject of type Case"));
    }
}
