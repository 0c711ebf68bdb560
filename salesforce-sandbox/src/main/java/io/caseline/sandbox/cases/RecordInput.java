package io.caseline.sandbox.cases;

import io.caseline.sandbox.ApiException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One record as a client sent it.
 *
 * @param values the fields that it names, each with a {@code String}, a {@code BigDecimal} or null
 * @param errors errors found while reading it, before the rules are checked
 */
public record RecordInput(Map<CaseField, @Nullable Object> values, List<RecordError> errors) {

    /** @throws ApiException JSON_PARSER_ERROR, if a value does not have the type of its field */
    public static RecordInput read(JsonNode json) {
        if (!json.isObject()) {
            throw unreadable("sobject", json);
        }
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        List<RecordError> errors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : json.properties()) {
            if (property.getKey().equals("attributes")) {
                continue;
            }
            Optional<CaseField> field = CaseField.named(property.getKey());
            if (field.isEmpty()) {
                errors.add(RecordError.unknownField(property.getKey()));
                continue;
            }
            values.put(field.get(), value(field.get().type(), property.getValue()));
        }
        return new RecordInput(values, errors);
    }

    /** A record from the edit form of the page. */
    public static RecordInput of(Map<CaseField, String> texts) {
        Map<CaseField, @Nullable Object> values = new EnumMap<>(CaseField.class);
        texts.forEach((field, text) -> values.put(field, clean(text)));
        return new RecordInput(values, List.of());
    }

    /** Reads a record of a collection, which names its type in its attributes. */
    public static RecordInput readOfType(JsonNode json) {
        if (!json.isObject()) {
            throw unreadable("sobject", json);
        }
        String type = json.path("attributes").path("type").asString("");
        if (type.equalsIgnoreCase("Case")) {
            return read(json);
        }
        return new RecordInput(Map.of(), List.of(RecordError.unknownType(type)));
    }

    public RecordInput with(CaseField field, @Nullable Object value) {
        Map<CaseField, @Nullable Object> more = new EnumMap<>(CaseField.class);
        more.putAll(values);
        more.put(field, value);
        return new RecordInput(Collections.unmodifiableMap(more), errors);
    }

    public RecordInput with(RecordError error) {
        List<RecordError> more = new ArrayList<>(errors);
        more.add(error);
        return new RecordInput(values, List.copyOf(more));
    }

    public @Nullable String text(CaseField field) {
        return values.get(field) instanceof String text ? text : null;
    }

    private static @Nullable Object value(FieldType type, JsonNode json) {
        if (json.isNull()) {
            return null;
        }
        if (type == FieldType.DOUBLE) {
            return number(json);
        }
        if (!json.isString() && type.isText()) {
            throw unreadable(type.valueName(), json);
        }
        String text = clean(json.asString());
        return type.isId() && text != null ? CaseId.normalize(text).orElse(text) : text;
    }

    /** Reads a number, or a text that contains one. Very large and very small values are errors: they are costly to process. */
    private static @Nullable BigDecimal number(JsonNode json) {
        String text = json.asString("").strip();
        if (text.isEmpty() && json.isString()) {
            return null;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            if (Math.abs((long) number.scale()) < 400) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw unreadable("double", json);
        }
        throw unreadable("double", json);
    }

    /** Salesforce trims text and stores a blank one as null. PostgreSQL cannot store NUL or half a surrogate pair. */
    private static @Nullable String clean(String text) {
        String storable = new String(text.replace("\0", "").getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return storable.isBlank() ? null : storable.strip();
    }

    private static ApiException unreadable(String type, JsonNode json) {
        String value = json.isContainer() ? "" : " value " + json.asString();
        return ApiException.badRequest(
                "JSON_PARSER_ERROR",
                "Cannot deserialize instance of %s from %s%s or request may be missing a required field"
                        .formatted(type, json.asToken(), value));
    }
}
