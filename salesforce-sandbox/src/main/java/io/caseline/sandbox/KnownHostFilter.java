package io.caseline.sandbox;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests for other hosts than those of the setting. Otherwise a page of any site could read the cases and set faults: its
 * name can be made to resolve to this machine, and the browser then takes both for one site (DNS rebinding).
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class KnownHostFilter extends OncePerRequestFilter {
    private static final int MISDIRECTED_REQUEST = 421;

    private final Set<String> hosts;

    KnownHostFilter(SandboxSettings settings) {
        this.hosts = settings.hosts().stream()
                .map(host -> host.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (hosts.contains(request.getServerName().toLowerCase(Locale.ROOT))) {
            chain.doFilter(request, response);
        } else {
            response.sendError(MISDIRECTED_REQUEST, "This host is not in the setting sandbox.hosts");
        }
    }
}
