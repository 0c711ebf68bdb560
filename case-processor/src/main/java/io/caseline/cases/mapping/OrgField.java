package io.caseline.cases.mapping;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A field of Case as the org describes it.
 *
 * @param length characters that it takes; 0 where that means nothing
 * @param createable whether this application may give it a value in an insert
 */
public record OrgField(
        String name,
        String type,
        int length,
        boolean createable,
        boolean unique,
        boolean externalId,
        boolean restrictedPicklist,
        @Nullable List<PicklistValue> picklistValues) {
    private static final Set<String> NUMBERS = Set.of("double", "int", "long", "currency", "percent");
    private static final Set<String> OTHERS =
            Set.of("boolean", "date", "datetime", "time", "location", "address", "base64", "anyType");

    public record PicklistValue(String value, boolean active) {}

    boolean isNumber() {
        return NUMBERS.contains(type);
    }

    boolean isText() {
        return !isNumber() && !OTHERS.contains(type);
    }

    /** Whether it takes the id of a record. */
    boolean isReference() {
        return type.equals("reference");
    }

    boolean takes(String value) {
        return !restrictedPicklist
                || picklistValues == null
                || picklistValues.stream()
                        .anyMatch(each -> each.active() && each.value().equals(value));
    }
}
