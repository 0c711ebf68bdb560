package io.caseline.gateway.security;

import io.caseline.web.TokenProblems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;

/** 401 for an invalid token; 503 if tokens cannot be verified because the issuer's keys are unavailable. */
final class BearerTokenEntryPoint implements AuthenticationEntryPoint {
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (TokenProblems.isUnverifiable(e, response)) {
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        String error = e instanceof OAuth2AuthenticationException refused
                ? " error=\"" + refused.getError().getErrorCode() + '"'
                : "";
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer" + error);
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        if (e instanceof OAuth2AuthenticationException) {
            RefusalReason.leave(request, RefusalReason.ofToken(e.getCause()));
        }
    }
}
