package io.caseline.local.directory;

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

/** The fields of one line, read by name and checked; what is wrong is collected, so that a line says all of it at once. */
final class Fields {

    private static final Pattern GUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9]{16}");

    private final long line;
    private final Map<String, String> values;
    private final List<Fault> faults = new ArrayList<>();

    /** @param values by name; a blank one counts as not given */
    Fields(long line, Map<String, String> values) {
        this.line = line;
        this.values = new HashMap<>(values);
        this.values.values().removeIf(String::isBlank);
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(String field, String what) {
        faults.add(new Fault(line, field, what));
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    /** Finds fault with every field that the line has, and that is not among these. */
    void allowOnly(String kind, List<String> fields) {
        values.keySet().stream()
                .filter(field -> !fields.contains(field))
                .sorted()
                .forEach(field -> fault(field, "does not belong to " + kind));
    }

    /** A text that must be there; an empty one stands in for one that is at fault. */
    String text(String field, int most) {
        return has(field) ? checked(field, most) : missing(field, "");
    }

    @Nullable
    String optionalText(String field, int most) {
        return has(field) ? checked(field, most) : null;
    }

    /** An id that becomes part of an entity's key; an empty one stands in for an invalid one. */
    String id(String field, int most) {
        String id = text(field, most);
        if (id.indexOf('|') >= 0) {
            fault(field, "must not contain a |");
            return "";
        }
        return id;
    }

    boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        return switch (value(field).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> {
                fault(field, "must be true or false");
                yield otherwise;
            }
        };
    }

    boolean requiredFlag(String field) {
        return has(field) ? flag(field, false) : missing(field, false);
    }

    @Nullable
    String cardNumber(String field) {
        if (has(field) && !CARD_NUMBER.matcher(value(field)).matches()) {
            fault(field, "must be 16 digits");
        }
        return values.get(field) == null ? null : value(field);
    }

    UUID uuid(String field) {
        return parsed(field, new UUID(0, 0), "must be a UUID", text -> {
            if (!GUID.matcher(text).matches()) {
                throw new IllegalArgumentException();
            }
            return UUID.fromString(text);
        });
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

    private <T> T parsed(String field, T otherwise, String what, Function<String, T> parser) {
        if (!has(field)) {
            return missing(field, otherwise);
        }
        try {
            return parser.apply(value(field));
        } catch (IllegalArgumentException | DateTimeException e) {
            fault(field, what);
            return otherwise;
        }
    }

    private <T> T missing(String field, T otherwise) {
        fault(field, "is missing");
        return otherwise;
    }

    private String checked(String field, int most) {
        String value = value(field);
        if (Limits.exceeds(most, value)) {
            fault(field, "is longer than %d characters".formatted(most));
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            fault(field, "has a control character");
        }
        return value;
    }

    private String value(String field) {
        return values.getOrDefault(field, "").strip();
    }
}
