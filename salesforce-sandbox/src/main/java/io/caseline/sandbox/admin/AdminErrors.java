package io.caseline.sandbox.admin;

import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.FieldError;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.core.JacksonException;

/** Reports the field of a fault that is invalid, and why. */
@RestControllerAdvice(assignableTypes = AdminController.class)
class AdminErrors {

    /** @param field dotted path, such as {@code failRecords[0].message}; empty if the body is not JSON */
    record InvalidField(String field, String message) {}

    @ExceptionHandler
    ResponseEntity<InvalidField> invalid(MethodArgumentNotValidException exception) {
        FieldError first = exception.getFieldErrors().getFirst();
        return badRequest(new InvalidField(first.getField(), String.valueOf(first.getDefaultMessage())));
    }

    @ExceptionHandler
    ResponseEntity<InvalidField> unreadable(HttpMessageNotReadableException exception) {
        if (exception.getCause() instanceof JacksonException json) {
            String path = json.getPath().stream()
                    .map(step ->
                            step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                    .collect(Collectors.joining());
            return badRequest(
                    new InvalidField(path.startsWith(".") ? path.substring(1) : path, json.getOriginalMessage()));
        }
        return badRequest(new InvalidField("", "A JSON object with the faults is required"));
    }

    /** In JSON, whatever the caller accepts. */
    private static ResponseEntity<InvalidField> badRequest(InvalidField field) {
        return ResponseEntity.badRequest()
                .contentType(MediaType.APPLICATION_JSON)
                .body(field);
    }
}
