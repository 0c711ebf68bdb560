package io.caseline.sandbox.cases;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A case, or the part of one that was asked for.
 *
 * @param values a {@code String}, {@code BigDecimal}, {@code Boolean}, {@code Instant} or null for each field
 */
public record CaseRow(Map<CaseField, @Nullable Object> values) {

    static CaseRow read(ResultSet row, Collection<CaseField> fields) throws SQLException {
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        for (CaseField field : fields) {
            values.put(field, value(row, field));
        }
        return new CaseRow(values);
    }

    private static @Nullable Object value(ResultSet row, CaseField field) throws SQLException {
        return switch (field.type()) {
            case DOUBLE -> row.getObject(field.apiName(), BigDecimal.class);
            case BOOLEAN -> row.getBoolean(field.apiName());
            case DATETIME -> instant(row, field);
            case ID, REFERENCE, STRING, TEXTAREA, EMAIL, PHONE, PICKLIST -> row.getString(field.apiName());
        };
    }

    private static Instant instant(ResultSet row, CaseField field) throws SQLException {
        return row.getObject(field.apiName(), OffsetDateTime.class).toInstant();
    }

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
