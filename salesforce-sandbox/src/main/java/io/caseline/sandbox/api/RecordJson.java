package io.caseline.sandbox.api;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.Owner;
import io.caseline.sandbox.soql.Query;
import io.caseline.sandbox.soql.Query.Related;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Converts records to JSON: {@code attributes}, then the fields in the requested order. */
final class RecordJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private record Attributes(String type, String url) {}

    private RecordJson() {}

    static Map<String, @Nullable Object> of(String version, String id, CaseRow row, List<CaseField> fields) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("attributes", new Attributes("Case", url(version, id)));
        fields.forEach(field -> json.put(field.apiName(), value(row.get(field))));
        return json;
    }

    /** A record of a query, with what it selects of other objects. */
    static Map<String, @Nullable Object> of(String version, CaseRow row, Query query, List<String> commentIds) {
        Map<String, @Nullable Object> json = of(version, row.id(), row, query.fields());
        Related related = query.related();
        if (related.ownerName() || related.ownerType()) {
            json.put(
                    "Owner",
                    owner(version, Owner.withId(Objects.requireNonNull(row.text(CaseField.OWNER_ID))), related));
        }
        if (related.comments()) {
            json.put("CaseComments", commentIds.isEmpty() ? null : comments(version, commentIds));
        }
        return json;
    }

    private static Map<String, Object> owner(String version, Owner owner, Related related) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "attributes",
                new Attributes(
                        "Name", "/services/data/%s/sobjects/%s/%s".formatted(version, owner.object(), owner.id())));
        if (related.ownerName()) {
            json.put("Name", owner.name());
        }
        if (related.ownerType()) {
            json.put("Type", owner.type());
        }
        return json;
    }

    private static Map<String, Object> comments(String version, List<String> ids) {
        List<Map<String, Object>> records = ids.stream()
                .map(id -> Map.<String, Object>of(
                        "attributes",
                        new Attributes(
                                "CaseComment", "/services/data/%s/sobjects/CaseComment/%s".formatted(version, id)),
                        "Id",
                        id))
                .toList();
        return Map.of("totalSize", ids.size(), "done", true, "records", records);
    }

    static String url(String version, String id) {
        return "/services/data/%s/sobjects/Case/%s".formatted(version, id);
    }

    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Instant time) {
            return TIME.format(time);
        }
        return value instanceof BigDecimal number ? (Object) number.doubleValue() : value;
    }
}
