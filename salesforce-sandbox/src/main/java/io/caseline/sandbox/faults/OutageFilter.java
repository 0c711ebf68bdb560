package io.caseline.sandbox.faults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * During an outage nothing below {@code /services} gets a response, or the same one for every request. The page and the
 * admin API still work.
 */
@Component
class OutageFilter extends OncePerRequestFilter {

    private final FaultBoard faults;

    OutageFilter(FaultBoard faults) {
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
