package io.caseline.cases.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;

/** Answers to requests without a session, without the role, or with a form that is out of date. None of them has any effect. */
final class SignedOutAnswers implements AuthenticationEntryPoint, AccessDeniedHandler {
    /** As {@code HttpSessionRequestCache} names it. */
    private static final String SAVED_REQUEST = "SPRING_SECURITY_SAVED_REQUEST";

    private final AuthenticationTrustResolverImpl trust = new AuthenticationTrustResolverImpl();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        signIn(request, response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException, ServletException {
        Authentication user = SecurityContextHolder.getContext().getAuthentication();
        if (user == null || trust.isAnonymous(user)) {
            signIn(request, response);
            return;
        }
        boolean outOfDate = e instanceof CsrfException;
        request.setAttribute(
                Problem.ATTRIBUTE,
                outOfDate
                        ? new Problem(
                                HttpStatus.FORBIDDEN,
                                "This form is out of date",
                                "Nothing was done. Go back, reload the page and send the form again.")
                        : Problem.missingRole());
        request.getRequestDispatcher(ProblemPage.PATH).forward(request, response);
    }

    private static void signIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean ended = SessionLimits.hasEnded(request);
        String page = SignInPage.PATH;
        if (!request.getMethod().equals("GET")) {
            page += request.getRequestURI().equals(SignInPage.PATH) ? "?stale" : "?undone";
        } else if (ended || isPartial(request)) {
            page += "?ended";
        }
        if (!isPartial(request)) {
            response.sendRedirect(page);
            return;
        }
        String shown = pathOf(request.getHeader("HX-Current-URL"));
        if (shown != null) { // there the browser goes after the sign-in
            request.getSession().setAttribute(SAVED_REQUEST, new SimpleSavedRequest(shown));
        }
        response.setHeader("HX-Redirect", page);
        response.setStatus(HttpStatus.UNAUTHORIZED.value());
    }

    /** Whether a part of a page is asked for, by a script. */
    static boolean isPartial(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }

    /** A path of the console, whatever host the header names. */
    private static @Nullable String pathOf(@Nullable String url) {
        try {
            URI shown = URI.create(url == null ? "" : url);
            String path = shown.getRawPath();
            if (path == null || !path.matches("/console(/.*)?")) {
                return null;
            }
            return shown.getRawQuery() == null ? path : path + "?" + shown.getRawQuery();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
