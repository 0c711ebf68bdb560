package io.caseline.cli.directory;

import io.caseline.schemas.Guid;
import io.caseline.schemas.Limits;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one line, read by name and checked. Errors are collected, so that all of a line are reported at once. */
final class Fields {

    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{" + Limits.CARD_NUMBER + "}");

    private final long line;
    private final Map<String, String> values;
    private final List<LineError> errors = new ArrayList<>();

    /** @param values by name; blank ones count as missing */
    Fields(long line, Map<String, String> values) {
        this.line = line;
        this.values = new HashMap<>(values);
        this.values.values().removeIf(String::isBlank);
    }

    List<LineError> errors() {
        return errors;
    }

    void addError(String field, String message) {
        errors.add(new LineError(line, field, message));
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    /** Adds an error for every field of the line that is not among these. */
    void allowOnly(String kind, List<String> fields) {
        values.keySet().stream()
                .filter(field -> !fields.contains(field))
                .sorted()
                .forEach(field -> addError(field, "does not belong to " + kind));
    }

    /** A required text; empty if it is invalid. */
    String text(String field, int maxLength) {
        return has(field) ? checked(field, maxLength) : missing(field, "");
    }

    @Nullable
    String optionalText(String field, int maxLength) {
        return has(field) ? checked(field, maxLength) : null;
    }

    /** An id that is part of an entity's key; empty if it is invalid. */
    String id(String field, int maxLength) {
        String id = text(field, maxLength);
        if (id.indexOf('|') >= 0) {
            addError(field, "must not contain a |");
            return "";
        }
        return id;
    }

    boolean flag(String field, boolean defaultValue) {
        if (!has(field)) {
            return defaultValue;
        }
        return switch (value(field).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                addError(field, "must be true or false");
                yield defaultValue;
            }
        };
    }

    boolean requiredFlag(String field) {
        return has(field) ? flag(field, false) : missing(field, false);
    }

    @Nullable
    String cardNumber(String field) {
        if (has(field) && !CARD_NUMBER.matcher(value(field)).matches()) {
            addError(field, "must be %d digits".formatted(Limits.CARD_NUMBER));
        }
        return values.get(field) == null ? null : value(field);
    }

    UUID uuid(String field) {
        return parsed(
                field,
                new UUID(0, 0),
                "must be a UUID",
                text -> Guid.read(text).orElseThrow(IllegalArgumentException::new));
    }

    Instant time(String field) {
        return parsed(
                field, Limits.EARLIEST, "must be a time such as 2026-01-09T13:25:45Z, from 1900 to 9999", text -> {
                    Instant time = OffsetDateTime.parse(text).toInstant();
                    if (time.isBefore(Limits.EARLIEST) || time.isAfter(Limits.LATEST)) {
                        throw new IllegalArgumentException();
                    }
                    return time;
                });
    }

    long number(String field) {
        return parsed(field, 0L, "must be a whole number from 0", text -> {
            long number = Long.parseLong(text);
            if (number < 0) {
                throw new IllegalArgumentException();
            }
            return number;
        });
    }

    private <T> T parsed(String field, T defaultValue, String message, Function<String, T> parser) {
        if (!has(field)) {
            return missing(field, defaultValue);
        }
        try {
            return parser.apply(value(field));
        } catch (IllegalArgumentException | DateTimeException e) {
            addError(field, message);
            return defaultValue;
        }
    }

    private <T> T missing(String field, T defaultValue) {
        addError(field, "is missing");
        return defaultValue;
    }

    private String checked(String field, int maxLength) {
        String value = value(field);
        if (Limits.exceeds(maxLength, value)) {
            addError(field, "is longer than %d characters".formatted(maxLength));
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            addError(field, "has a control character");
        }
        return value;
    }

    private String value(String field) {
        return values.getOrDefault(field, "").strip();
    }
}
