package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.faults.FaultBoard;
import io.caseline.sandbox.limits.ApiUsage;
import io.caseline.sandbox.limits.RunningCalls;
import io.caseline.sandbox.oauth.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Who gets in: what a call must pass before any resource sees it. */
@Component
class Gate {

    private static final int MAX_URI_BYTES = 16_384;
    private static final List<String> SCHEMES = List.of("Bearer ", "OAuth ");

    private final FaultBoard faults;
    private final Sessions sessions;
    private final ApiUsage usage;
    private final RunningCalls running;

    Gate(FaultBoard faults, Sessions sessions, ApiUsage usage, RunningCalls running) {
        this.faults = faults;
        this.sessions = sessions;
        this.usage = usage;
        this.running = running;
    }

    /**
     * Counts the call.
     *
     * @throws ApiException where it does not get in
     */
    void admit(HttpServletRequest request) {
        Integer status = faults.faults().status();
        if (status != null) {
            String errorCode = status == 503 ? "SERVER_UNAVAILABLE" : "UNKNOWN_EXCEPTION";
            throw new ApiException(status, errorCode, "The sandbox answers every call with " + status);
        }
        if (url(request).length() > MAX_URI_BYTES) {
            throw new ApiException(414, "URI_TOO_LONG", "The URI is longer than " + MAX_URI_BYTES + " bytes");
        }
        requireSession(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (running.tooManyLongOnes()) {
            throw new ApiException(
                    403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        }
        if (!usage.count()) {
            throw new ApiException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
    }

    /** The request's path and query as they were sent. */
    static String url(HttpServletRequest request) {
        return request.getQueryString() == null
                ? request.getRequestURI()
                : request.getRequestURI() + "?" + request.getQueryString();
    }

    private void requireSession(@Nullable String authorization) {
        if (authorization == null) {
            throw new ApiException(401, "INVALID_AUTH_HEADER", "INVALID_HEADER_TYPE");
        }
        for (String scheme : SCHEMES) {
            if (authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                    && sessions.use(authorization.substring(scheme.length()).strip())) {
                return;
            }
        }
        throw new ApiException(401, "INVALID_SESSION_ID", "Session expired or invalid");
    }
}
