package io.caseline.cases.amendment;

import java.util.List;
import java.util.stream.Collectors;

/** The new content breaks rules. Neither the message nor the violations contain a value. */
public final class InvalidContentException extends RuntimeException {
    private final transient List<Violation> violations;

    InvalidContentException(List<Violation> violations) {
        super(violations.stream()
                .map(violation -> violation.field() + " " + violation.message())
                .collect(Collectors.joining(", ")));
        this.violations = List.copyOf(violations);
    }

    /** What is wrong with one field. */
    public record Violation(String field, String message) {}

    public List<Violation> violations() {
        return violations;
    }
}
