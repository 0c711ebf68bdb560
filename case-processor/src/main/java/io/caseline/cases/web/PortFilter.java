package io.caseline.cases.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** What belongs to one port does not exist at the other. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortFilter extends OncePerRequestFilter {
    private final OperationsPort operations;

    PortFilter(OperationsPort operations) {
        this.operations = operations;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (operations.received(request) == isForMachines(request.getServletPath())) {
            ProblemResponse.write(response, HttpStatus.NOT_FOUND, "Not found at this port");
            return;
        }
        chain.doFilter(request, response);
    }

    /** @param path decoded and normalized by the server */
    private static boolean isForMachines(String path) {
        return path.startsWith("/internal/") || path.equals("/actuator") || path.startsWith("/actuator/");
    }
}
