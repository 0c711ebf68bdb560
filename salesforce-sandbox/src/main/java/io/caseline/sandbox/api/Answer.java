package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.ApiException.Problem;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.faults.Stats.Tally;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a resource answers.
 *
 * @param body whatever becomes JSON; none for 204
 * @param tally of the records that it wrote
 */
record Answer(
        int status, Map<String, String> headers, @Nullable Object body, Tally tally) {

    static Answer ok(Object body) {
        return new Answer(200, Map.of(), body, Tally.NONE);
    }

    static Answer of(ApiException exception) {
        return new Answer(exception.status(), Map.of(), exception.problems(), Tally.NONE);
    }

    static Answer error(int status, String errorCode, String message) {
        return of(new ApiException(status, errorCode, message));
    }

    /** What a write of one record answers when the record is refused. */
    static Answer refused(int status, List<RecordError> errors, Tally tally) {
        List<Problem> problems = errors.stream()
                .map(error -> new Problem(error.message(), error.statusCode(), error.fields()))
                .toList();
        return new Answer(status, Map.of(), problems, tally);
    }

    boolean isFailure() {
        return status >= 400;
    }
}
