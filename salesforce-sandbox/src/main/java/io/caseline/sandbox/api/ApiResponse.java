package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.ApiException.Problem;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.faults.Stats.Tally;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The response of a resource.
 *
 * @param body converted to JSON; null for 204
 * @param tally counts of the records that the call wrote
 */
record ApiResponse(
        int status, Map<String, String> headers, @Nullable Object body, Tally tally) {

    static ApiResponse ok(Object body) {
        return new ApiResponse(200, Map.of(), body, Tally.NONE);
    }

    static ApiResponse of(ApiException exception) {
        return new ApiResponse(exception.status(), Map.of(), exception.problems(), Tally.NONE);
    }

    static ApiResponse error(int status, String errorCode, String message) {
        return of(new ApiException(status, errorCode, message));
    }

    /** The response to a single-record call whose record is refused. */
    static ApiResponse refused(int status, List<RecordError> errors, Tally tally) {
        List<Problem> problems = errors.stream()
                .map(error -> new Problem(error.message(), error.statusCode(), error.fields()))
                .toList();
        return new ApiResponse(status, Map.of(), problems, tally);
    }

    boolean isFailure() {
        return status >= 400;
    }
}
