package io.caseline.tellers.web;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors as RFC 9457 problem details. */
@RestControllerAdvice
class ApiErrorHandler extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ApiErrorHandler.class);

    /** The database is unavailable, or too slow: the caller may retry. */
    @ExceptionHandler
    ProblemDetail databaseUnavailable(DataAccessException e) {
        return unavailable(e);
    }

    @ExceptionHandler
    ProblemDetail databaseUnavailable(TransactionException e) {
        return unavailable(e);
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        log.error("A query failed", e);
        return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }

    private static ProblemDetail unavailable(Exception e) {
        log.warn("A query failed: {}", e.toString());
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The database is unavailable");
    }
}
