package io.caseline.gateway.http;

import jakarta.servlet.http.HttpServletRequest;

/** Why a request is refused before it becomes a command, or why its outcome cannot be told. */
public enum Problem {
    UNKNOWN_PROGRAM(400, "programCode is not known"),
    INVALID_ID(400, "The id in the path is not a GUID"),
    FORBIDDEN(403, "The token is not for this %s"),
    NOT_FOUND(404, "This %s has no request with this id"),
    BODY_TIMEOUT(408, "The request body did not arrive in time"),
    BODY_TOO_LARGE(413, "The request body is too large"),
    NOT_JSON(415, "The request body must be JSON"),
    RATE_EXCEEDED(429, "The rate limit of this %s is exceeded; nothing was accepted"),
    INTERNAL_ERROR(500, "The request could not be processed"),
    BUSY(503, "Too many requests are in progress; nothing was accepted"),
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

    /** @param tenantKind what the API calls its tenants: program or merchant */
    public String message(String tenantKind) {
        return message.formatted(tenantKind);
    }

    /** How an API reports a problem: each has its own envelope. */
    public interface Envelope {
        Response of(Problem problem, HttpServletRequest request);
    }

    /** The response with the headers that HTTP requires for this problem. */
    Response addHeaders(Response response, String retryAfter) {
        return switch (this) {
            case FORBIDDEN -> response.with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            // the rest of the body is not read
            case BODY_TIMEOUT, BODY_TOO_LARGE -> response.with("Connection", "close");
            case BUSY, KAFKA_UNAVAILABLE, STATUS_UNAVAILABLE -> response.with("Retry-After", retryAfter);
            // RateLimits.Usage knows when to try again
            case RATE_EXCEEDED, UNKNOWN_PROGRAM, INVALID_ID, NOT_FOUND, NOT_JSON, INTERNAL_ERROR -> response;
        };
    }
}
