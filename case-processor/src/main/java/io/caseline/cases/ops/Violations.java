package io.caseline.cases.ops;

import io.caseline.cases.ops.InvalidRequestException.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects everything that is wrong with a request, so that one answer tells it all. */
final class Violations {
    private static final int LONGEST_REASON = 500;

    private final List<FieldError> errors = new ArrayList<>();

    void add(String field, String message) {
        errors.add(new FieldError(field, message));
    }

    /** What a person gives as the reason of an action, for the audit. */
    String reason(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            add("reason", "is required");
            return "";
        }
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            add("reason", "must have at most %d characters and no line breaks".formatted(LONGEST_REASON));
        }
        return reason.strip();
    }

    void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            add(field, "must be between %d and %d".formatted(least, most));
        }
    }

    void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
