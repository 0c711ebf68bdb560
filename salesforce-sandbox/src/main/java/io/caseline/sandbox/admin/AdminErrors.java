package io.caseline.sandbox.admin;

import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;

/** Reports the field of a fault that is invalid, and why. */
@RestControllerAdvice(assignableTypes = AdminController.class)
class AdminErrors {

    /** @param field dotted path, such as {@code failRecords[0].message}; empty if the body is not JSON */
    record InvalidField(String field, String message) {}

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    InvalidField invalid(MethodArgumentNotValidException exception) {
        FieldError first = exception.getFieldErrors().getFirst();
        return new InvalidField(first.getField(), String.valueOf(first.getDefaultMessage()));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    InvalidField unreadable(HttpMessageNotReadableException exception) {
        if (exception.getCause() instanceof JacksonException json) {
            String path = json.getPath().stream()
                    .map(step ->
                            step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                    .collect(Collectors.joining());
            return new InvalidField(path.startsWith(".") ? path.substring(1) : path, json.getOriginalMessage());
        }
        return new InvalidField("", "A JSON object with the faults is required");
    }
}
