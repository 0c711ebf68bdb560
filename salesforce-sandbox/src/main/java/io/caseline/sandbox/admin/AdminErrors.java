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

/** What is wrong with a fault, and with which field of it. */
@RestControllerAdvice(assignableTypes = AdminController.class)
class AdminErrors {

    /** @param field dotted path, such as {@code failRecords[0].message}; empty where the body is no JSON at all */
    record Wrong(String field, String message) {}

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    Wrong invalid(MethodArgumentNotValidException exception) {
        FieldError first = exception.getFieldErrors().getFirst();
        return new Wrong(first.getField(), String.valueOf(first.getDefaultMessage()));
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    Wrong unreadable(HttpMessageNotReadableException exception) {
        if (exception.getCause() instanceof JacksonException json) {
            String path = json.getPath().stream()
                    .map(step ->
                            step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                    .collect(Collectors.joining());
            return new Wrong(path.startsWith(".") ? path.substring(1) : path, json.getOriginalMessage());
        }
        return new Wrong("", "a JSON object with the faults is needed");
    }
}
