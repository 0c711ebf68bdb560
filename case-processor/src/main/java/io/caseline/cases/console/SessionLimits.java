package io.caseline.cases.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends sessions after a time without a click, and after a time in any case. The server's own time-out cannot tell a click
 * from a page that refreshes itself.
 */
final class SessionLimits extends OncePerRequestFilter {
    private static final String BEGAN = SessionLimits.class.getName() + ".began";
    private static final String LAST_CLICK = SessionLimits.class.getName() + ".last-click";

    /** Requests that pages make by themselves. */
    static final String LIVE = "/console/live/";

    private final Duration idle;
    private final Duration max;
    private final InstantSource clock;

    SessionLimits(ConsoleSettings settings, InstantSource clock) {
        this.idle = settings.sessionIdle();
        this.max = settings.sessionMax();
        this.clock = clock;
    }

    /** Of a person who has just signed in. */
    void begin(HttpSession session) {
        session.setAttribute(BEGAN, clock.instant());
        session.setAttribute(LAST_CLICK, clock.instant());
        session.setMaxInactiveInterval((int) idle.plusMinutes(1).toSeconds());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null) {
            if (isOver(session)) {
                session.invalidate();
            } else if (session.getAttribute(LAST_CLICK) != null
                    && !request.getRequestURI().startsWith(LIVE)) {
                session.setAttribute(LAST_CLICK, clock.instant());
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isOver(HttpSession session) {
        return isLongerAgo(session.getAttribute(BEGAN), max) || isLongerAgo(session.getAttribute(LAST_CLICK), idle);
    }

    private boolean isLongerAgo(@Nullable Object time, Duration limit) {
        return time instanceof Instant instant && instant.plus(limit).isBefore(clock.instant());
    }

    /** Whether the browser sent the cookie of a session that is no more. */
    static boolean hasEnded(HttpServletRequest request) {
        return request.getRequestedSessionId() != null && !request.isRequestedSessionIdValid();
    }
}
