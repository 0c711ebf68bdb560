package io.caseline.cases.ops;

import io.caseline.cases.amendment.InvalidContentException;
import io.caseline.cases.amendment.NewerOutcomeException;
import io.caseline.cases.amendment.NotFailedException;
import io.caseline.cases.amendment.UnreadableContentException;
import io.caseline.cases.replay.IllegalReplayStateException;
import io.caseline.cases.replay.NothingToReplayException;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors of the operations API as RFC 9457 problem details. */
@RestControllerAdvice(basePackageClasses = OperationsErrorHandler.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class OperationsErrorHandler extends ResponseEntityExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(OperationsErrorHandler.class);

    @ExceptionHandler
    ProblemDetail invalid(InvalidRequestException e) {
        return invalid(e.getMessage(), e.errors());
    }

    private static ProblemDetail invalid(@Nullable String detail, List<?> errors) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        problem.setProperty("errors", errors);
        return problem;
    }

    /** A part of the path that is no id. */
    @Override
    protected @Nullable ResponseEntity<Object> handleTypeMismatch(
            TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String name = e instanceof MethodArgumentTypeMismatchException argument ? argument.getName() : "path";
        InvalidRequestException invalid = new InvalidRequestException(name, "is not a valid id");
        return handleExceptionInternal(e, invalid(invalid), headers, HttpStatus.BAD_REQUEST, request);
    }

    @ExceptionHandler
    ProblemDetail notFound(NoSuchElementException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail nothing(NothingToReplayException e) {
        ProblemDetail problem = conflict(e);
        problem.setProperty("dryRun", e.dryRun());
        return problem;
    }

    /** The content that a person sent for a submission. */
    @ExceptionHandler
    ProblemDetail invalidContent(InvalidContentException e) {
        return invalid(e.getMessage(), e.violations());
    }

    @ExceptionHandler({
        IllegalReplayStateException.class,
        NotFailedException.class,
        NewerOutcomeException.class,
        UnreadableContentException.class
    })
    ProblemDetail conflict(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    /** Somebody else has changed the same at the same time. */
    @ExceptionHandler({OptimisticLockingFailureException.class, DataIntegrityViolationException.class})
    ProblemDetail concurrent(DataAccessException e) {
        log.info("An action came second: {}", e.toString());
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT, "Somebody else has changed it at the same time. Look again, then retry");
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<ProblemDetail> databaseUnavailable(Exception e) {
        log.warn("An operator's request failed: {}", e.toString());
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "5")
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, "The database is unavailable"));
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        log.error("An operator's request failed", e);
        return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }
}
