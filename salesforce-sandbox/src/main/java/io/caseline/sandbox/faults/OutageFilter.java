package io.caseline.sandbox.faults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * During an outage, requests below {@code /services} get no response, or a fixed one. The page and the admin API still
 * work.
 */
@Component
class OutageFilter extends OncePerRequestFilter {

    private final ActiveFaults faults;

    OutageFilter(ActiveFaults faults) {
        this.faults = faults;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/services/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Faults now = faults.faults();
        if (now.outage()) {
            DroppedConnections.drop(request);
            return;
        }
        FixedResponse fixed =
                request.getRequestURI().startsWith("/services/oauth2/") ? now.signInResponse() : now.callResponse();
        if (fixed != null) {
            fixed.send(response);
            return;
        }
        chain.doFilter(request, response);
    }
}
