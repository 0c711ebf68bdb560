package io.caseline.gateway.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * The programs and merchants that a token is for: the claims {@code programs} and {@code merchants}, lists of codes.
 *
 * @param token itself
 */
public record TokenPermissions(String token, List<String> programs, List<String> merchants) {

    /** The token of the request that passed the security filters on this thread; none without a token. */
    public static TokenPermissions ofCaller() {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof JwtAuthenticationToken token) {
            return new TokenPermissions(
                    token.getToken().getTokenValue(), list(token, "programs"), list(token, "merchants"));
        }
        return new TokenPermissions("", List.of(), List.of());
    }

    @Override
    public String toString() {
        return "TokenPermissions" + programs + merchants;
    }

    public boolean mayActForProgram(String programCode) {
        return programs.contains(programCode);
    }

    public boolean mayActForMerchant(String merchantId) {
        return merchants.contains(merchantId);
    }

    /** A claim of another type permits nothing. */
    private static List<String> list(JwtAuthenticationToken token, String claim) {
        @Nullable Object value = token.getToken().getClaims().get(claim);
        return value instanceof List<?> values
                ? values.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
