package io.caseline.sandbox;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Returns Salesforce's response for unknown paths. */
@RestControllerAdvice
class UnknownPathAdvice {

    @ExceptionHandler(NoResourceFoundException.class)
    ResponseEntity<Object> notFound() {
        ApiException notFound = ApiException.notFound();
        // named, so that it does not depend on what the caller accepts
        return ResponseEntity.status(notFound.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(notFound.problems());
    }
}
