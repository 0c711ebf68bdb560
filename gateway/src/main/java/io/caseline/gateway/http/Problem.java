package io.caseline.gateway.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Why a request is refused before it becomes a command, or why its outcome cannot be told. */
public enum Problem {
    UNKNOWN_PROGRAM(400, "programCode is not known"),
    INVALID_ID(400, "The id in the path is not a GUID"),
    BODY_BROKEN(400, "The request body cannot be read: its chunks or its length are wrong"),
    FORBIDDEN(403, "The token is not for this %1$s; its claim %1$ss must list it"),
    NOT_FOUND(404, "This %s has no request with this id"),
    BODY_TIMEOUT(408, "The request body did not arrive in time"),
    BODY_TOO_LARGE(413, "The request body is too large"),
    NOT_JSON(415, "The request body must be JSON: send Content-Type: application/json"),
    CONTENT_CODING(415, "The content coding %s is not supported; send the body without Content-Encoding"),
    CHARSET(415, "The charset %s is not supported; send the body in UTF-8"),
    RATE_EXCEEDED(
            429,
            "The rate limit of this %s is exceeded; nothing was accepted. Send the same request again after Retry-After"
                    + " seconds"),
    SHARE_EXCEEDED(
            429,
            "Too many requests of this %s or with this token are in progress; nothing was accepted. Send the same request"
                    + " again after Retry-After seconds"),
    INTERNAL_ERROR(500, "The request could not be processed"),
    KAFKA_UNAVAILABLE(503, "The request could not be stored; send the same request again"),
    STATUS_UNAVAILABLE(503, "The status is unavailable at the moment");

    private final int status;
    private final String message;

    Problem(int status, String message) {
        this.status = status;
        this.message = message;
    }

    public int status() {
        return status;
    }

    /** @param named what the sentence names: program or merchant, a content coding or a charset */
    public String message(String named) {
        return message.formatted(named);
    }

    /** How an API reports a problem: each has its own envelope. */
    public interface Envelope {

        /** @param named what the problem's sentence names; null for what the API calls its tenants */
        Response of(Problem problem, @Nullable String named, HttpServletRequest request);
    }

    /** The response with the headers that HTTP requires for this problem. */
    Response addHeaders(Response response, String retryAfter) {
        return switch (this) {
            case FORBIDDEN -> response.with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            // the rest of the body is not read
            case BODY_TIMEOUT, BODY_TOO_LARGE, BODY_BROKEN -> response.with("Connection", "close");
            case CONTENT_CODING -> response.with("Accept-Encoding", "identity");
            case SHARE_EXCEEDED, KAFKA_UNAVAILABLE, STATUS_UNAVAILABLE -> response.with("Retry-After", retryAfter);
            // RateLimits.Usage knows when to try again
            case RATE_EXCEEDED, UNKNOWN_PROGRAM, INVALID_ID, NOT_FOUND, NOT_JSON, CHARSET, INTERNAL_ERROR -> response;
        };
    }
}
