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
 * Another site's page must not post the edit form through an agent's browser. Browsers say where a request comes
 * from; what says nothing is no browser.
 */
@Component
class SameOriginFilter extends OncePerRequestFilter {

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getMethod().equals("POST") || !request.getRequestURI().startsWith("/cases/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!isFromHere(request)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN, "This form takes input from its own page only");
            return;
        }
        chain.doFilter(request, response);
    }

    private static boolean isFromHere(HttpServletRequest request) {
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
