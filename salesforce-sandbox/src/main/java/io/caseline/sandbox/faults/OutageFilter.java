package io.caseline.sandbox.faults;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** While there is an outage nothing below {@code /services} is answered; the page and the switches go on working. */
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
        if (faults.faults().outage()) {
            DroppedConnections.drop(request);
            return;
        }
        chain.doFilter(request, response);
    }
}
