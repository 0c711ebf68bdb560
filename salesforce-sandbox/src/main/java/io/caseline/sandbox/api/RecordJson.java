package io.caseline.sandbox.api;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
