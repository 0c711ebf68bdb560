package io.caseline.cases.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Lets a browser that arrives from another site, by a link or from the identity provider, ask once more by itself: a strict
 * cookie is sent only with a request that comes from the console's own page. Without it the person would look signed out,
 * and the new session would replace the old one.
 */
final class CrossSiteArrival extends OncePerRequestFilter {
    private static final String AGAIN = "again";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        boolean fromElsewhere = "cross-site".equals(request.getHeader("Sec-Fetch-Site"))
                && "navigate".equals(request.getHeader("Sec-Fetch-Mode"));
        // over http no browser says where a request comes from
        boolean fromProvider = request.getRequestURI().startsWith(ConsoleSecurity.CALLBACK);
        return !request.getMethod().equals("GET")
                || request.getRequestedSessionId() != null
                || !(fromElsewhere || fromProvider)
                || request.getParameter(AGAIN) != null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        String again = UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(query == null ? AGAIN : query + "&" + AGAIN)
                .build()
                .toUriString();
        response.setContentType("text/html;charset=UTF-8");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        response.getWriter()
                .write(
                        "<!doctype html><html lang=\"en\"><title>Caseline</title><meta http-equiv=\"refresh\" content=\"0;url="
                                + HtmlUtils.htmlEscape(again) + "\">");
    }
}
