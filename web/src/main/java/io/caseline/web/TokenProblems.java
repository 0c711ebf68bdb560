package io.caseline.web;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.BearerTokenAuthenticationEntryPoint;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.authentication.AuthenticationEntryPointFailureHandler;

/**
 * Problem details for requests without a valid token: 401, or 503 with {@code Retry-After} while no token can be verified
 * because the issuer's keys have never been read or are too old.
 */
public final class TokenProblems implements AuthenticationEntryPoint {
    private static final Logger log = LoggerFactory.getLogger(TokenProblems.class);

    private final AuthenticationEntryPoint challenge = new BearerTokenAuthenticationEntryPoint();

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException, ServletException {
        if (isUnverifiable(e, response)) {
            write(response, 503, "Tokens cannot be verified at the moment; send the request again");
        } else {
            challenge.commence(request, response, e);
            write(response, 401, "A valid bearer token is required");
        }
    }

    /** Whether it is not the token's fault. If so, logs the cause and asks the caller to come again. */
    public static boolean isUnverifiable(AuthenticationException e, HttpServletResponse response) {
        if (!(e instanceof AuthenticationServiceException)) {
            return false;
        }
        log.warn("Tokens cannot be verified: {}", e.getMessage());
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        return true;
    }

    /** Passes to the entry point also what Spring Security would throw, and the server report as 500. */
    public static ObjectPostProcessor<BearerTokenAuthenticationFilter> to(AuthenticationEntryPoint entryPoint) {
        AuthenticationEntryPointFailureHandler handler = new AuthenticationEntryPointFailureHandler(entryPoint);
        handler.setRethrowAuthenticationServiceException(false);
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                filter.setAuthenticationFailureHandler(handler);
                return filter;
            }
        };
    }

    private static void write(HttpServletResponse response, int status, String sentence) throws IOException {
        response.setStatus(status);
        response.setContentType(RefusalBody.PROBLEM);
        response.getOutputStream().write(RefusalBody.problem(status, sentence).getBytes(StandardCharsets.UTF_8));
    }
}
