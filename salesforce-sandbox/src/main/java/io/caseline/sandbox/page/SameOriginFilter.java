package io.caseline.sandbox.page;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Rejects edit forms that another site posts through an agent's browser. Browsers send the origin of a request; a
 * request without one does not come from a browser.
 */
@Component
class SameOriginFilter extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !request.getMethod().equals("POST") || !(path.startsWith("/cases/") || path.startsWith("/sandbox/"));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isSameOrigin(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "The form can only be posted from its own page");
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isSameOrigin(HttpServletRequest request) {
        String site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return List.of("same-origin", "none").contains(site);
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin == null
                || origin.equals(ServletUriComponentsBuilder.fromContextPath(request)
                        .build()
                        .toUriString());
    }
}
