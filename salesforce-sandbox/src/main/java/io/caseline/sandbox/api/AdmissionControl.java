package io.caseline.sandbox.api;

import io.caseline.sandbox.ApiException;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.limits.ApiUsage;
import io.caseline.sandbox.limits.RunningCalls;
import io.caseline.sandbox.oauth.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Checks each API call before it reaches a resource: fixed status, URI length, session and limits. */
@Component
class AdmissionControl {

    private static final int MAX_URI_BYTES = 16_384;
    private static final List<String> SCHEMES = List.of("Bearer ", "OAuth ");

    private final ActiveFaults faults;
    private final Sessions sessions;
    private final ApiUsage usage;
    private final RunningCalls running;

    AdmissionControl(ActiveFaults faults, Sessions sessions, ApiUsage usage, RunningCalls running) {
        this.faults = faults;
        this.sessions = sessions;
        this.usage = usage;
        this.running = running;
    }

    /**
     * Admits the call and counts it.
     *
     * @throws ApiException if the call is refused
     */
    void admit(HttpServletRequest request) {
        Integer status = faults.faults().status();
        if (status != null) {
            String errorCode = status == 503 ? "SERVER_UNAVAILABLE" : "UNKNOWN_EXCEPTION";
            throw new ApiException(status, errorCode, "The sandbox returns this status for every call: " + status);
        }
        if (url(request).length() > MAX_URI_BYTES) {
            throw new ApiException(414, "URI_TOO_LONG", "The URI is longer than " + MAX_URI_BYTES + " bytes");
        }
        requireSession(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (running.longRunningLimitReached()) {
            throw new ApiException(
                    403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests (Concurrent API Requests) Limit exceeded.");
        }
        if (!usage.count()) {
            throw new ApiException(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.");
        }
    }

    /** Path and query of the request, not decoded. */
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
