package io.caseline.cases.ops;

import java.util.List;
import java.util.stream.Collectors;

/** What is wrong with a request, field by field. */
final class InvalidRequestException extends RuntimeException {
    private final transient List<FieldError> errors;

    InvalidRequestException(List<FieldError> errors) {
        super(errors.stream().map(FieldError::sentence).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    InvalidRequestException(String field, String message) {
        this(List.of(new FieldError(field, message)));
    }

    /** @param message goes on after the field's name */
    record FieldError(String field, String message) {
        String sentence() {
            return field + " " + message;
        }
    }

    List<FieldError> errors() {
        return errors;
    }
}
