package io.caseline.gateway.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** 401 to a token that does not hold; 503 to one that cannot be judged, as the issuer's keys are out of reach. */
final class Refusals implements AuthenticationEntryPoint {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof AuthenticationServiceException) {
            log.warn("No token can be judged: {}", e.getMessage());
            response.setHeader(HttpHeaders.RETRY_AFTER, "5");
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        String error = e instanceof OAuth2AuthenticationException refused
                ? " error=\"" + refused.getError().getErrorCode() + '"'
                : "";
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer" + error);
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    }
}
