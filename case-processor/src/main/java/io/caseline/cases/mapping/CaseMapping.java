package io.caseline.cases.mapping;

import io.caseline.cases.mapping.MappingSettings.Field;
import io.caseline.cases.mapping.MappingSettings.TooLong;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of the Salesforce case for an unsealed one.
 *
 * <p>A value too long for its field is cut, with a mark, and stands whole at the end of the description. An e-mail
 * address is left out instead, as half an address may be another person's. So no case is refused for its length, unless a
 * setting says so.
 */
final class CaseMapping {
    private static final String CUT = "…";

    private final MappingSettings settings;

    CaseMapping(MappingSettings settings) {
        this.settings = settings;
    }

    /** The Salesforce fields that cannot hold what the customer said; none unless the settings refuse such a case. */
    List<String> tooLong(UnsealedCase unsealed) {
        if (settings.tooLong() == TooLong.CUT) {
            return List.of();
        }
        return settings.fields().entrySet().stream()
                .filter(field ->
                        isTooLong(field.getValue(), field.getValue().from().of(unsealed)))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether the case is worth creating without these Salesforce fields. */
    boolean areSideFields(Collection<String> names) {
        return names.stream()
                .allMatch(name ->
                        field(name).filter(field -> field.from().isSide()).isPresent());
    }

    /** The Salesforce fields that take the e-mail address. */
    Set<String> emailFields() {
        return settings.fields().entrySet().stream()
                .filter(field -> field.getValue().from() == Source.EMAIL)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Optional<Field> field(String name) {
        return settings.fields().entrySet().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * Values by the Salesforce field's name.
     *
     * @param omitted fields that are left out: what they would hold goes into the description
     */
    Map<String, Object> fields(UnsealedCase unsealed, Set<String> omitted) {
        Map<String, Object> fields = new LinkedHashMap<>(settings.constants());
        fields.putAll(settings.programs().getOrDefault(unsealed.programCode(), Map.of()));
        StringJoiner tooLong = new StringJoiner("\n").setEmptyValue("");
        settings.fields().forEach((name, field) -> {
            if (field.from() != Source.DESCRIPTION) {
                put(fields, name, fitting(field, field.from().of(unsealed), isAnyOf(name, omitted), tooLong));
            }
        });
        settings.fields().forEach((name, field) -> {
            if (field.from() == Source.DESCRIPTION) {
                put(fields, name, description(unsealed, tooLong.toString(), field.maxLength()));
            }
        });
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null && !(value instanceof String text && text.isBlank())) {
            fields.put(name, value);
        }
    }

    private static boolean isAnyOf(String name, Set<String> names) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    private static @Nullable Object fitting(
            Field field, @Nullable Object value, boolean omitted, StringJoiner tooLong) {
        if (omitted && value != null) {
            tooLong.add(label(field.from()) + ": " + value);
            return null;
        }
        if (!(value instanceof String text) || !isTooLong(field, text)) {
            return value;
        }
        tooLong.add(label(field.from()) + ": " + text);
        return field.from() == Source.EMAIL ? null : cut(text, Objects.requireNonNull(field.maxLength()));
    }

    private static boolean isTooLong(Field field, @Nullable Object value) {
        Integer max = field.maxLength();
        return max != null && value instanceof String text && text.length() > max;
    }

    /** The question is cut before the values that do not fit elsewhere, as these are found nowhere else. */
    private static String description(UnsealedCase unsealed, String tooLong, @Nullable Integer max) {
        String question = unsealed.question() == null ? "" : unsealed.question();
        String rest = tooLong.isEmpty() || question.isEmpty() ? tooLong : "\n\n" + tooLong;
        if (max == null || question.length() + rest.length() <= max) {
            return question + rest;
        }
        return rest.length() >= max ? cut(rest, max) : cut(question, max - rest.length()) + rest;
    }

    private static String cut(String text, int max) {
        int end = max - CUT.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + CUT;
    }

    private static String label(Source source) {
        return switch (source) {
            case EMAIL -> "E-mail";
            case NAME, FIRST_NAME, LAST_NAME -> "Name";
            case PHONE -> "Phone";
            case SUBJECT -> "Subject";
            case ACCOUNT -> "Account";
            case ACCOUNT_HOLDER -> "Account holder";
            case DEVICE -> "Device";
            case PHONE_TYPE -> "Phone type";
            case DESCRIPTION, PROGRAM, REQUEST_ID, NOTHING -> source.name();
        };
    }
}
