package io.caseline.sandbox.cases;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case, with the fields that were requested.
 *
 * @param values a {@code String}, {@code BigDecimal}, {@code Boolean}, {@code Instant} or null for each field
 */
public record CaseRow(Map<CaseField, @Nullable Object> values) {

    public String id() {
        return (String) Objects.requireNonNull(values.get(CaseField.ID));
    }

    public @Nullable Object get(CaseField field) {
        return values.get(field);
    }

    public @Nullable String text(CaseField field) {
        return (String) values.get(field);
    }
}
