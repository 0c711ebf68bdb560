package io.caseline.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request that is refused as a whole: {@code [{"errorCode", "message"}]}. An error of one
 * record in a collection is a {@link io.caseline.sandbox.cases.RecordResult} instead.
 */
public class ApiException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Problem> problems;

    /** One entry of the response. {@code fields} is omitted if the error does not concern a record. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Problem(
            String message, String errorCode, @Nullable List<String> fields) {}

    public ApiException(int status, String errorCode, String message) {
        this(status, List.of(new Problem(message, errorCode, null)));
    }

    public ApiException(int status, List<Problem> problems) {
        super(problems.getFirst().message());
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    public static ApiException badRequest(String errorCode, String message) {
        return new ApiException(400, errorCode, message);
    }

    public static ApiException notFound() {
        return new ApiException(404, "NOT_FOUND", "The requested resource does not exist");
    }

    public int status() {
        return status;
    }

    public List<Problem> problems() {
        return problems;
    }
}
