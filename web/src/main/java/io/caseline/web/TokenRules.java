package io.caseline.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What makes a signed token valid, with a sentence for its owner if it is not.
 *
 * @param audiences one of them has to be the token's; none for any
 * @param issuer null for any
 */
record TokenRules(List<String> audiences, @Nullable String issuer, InstantSource clock)
        implements OAuth2TokenValidator<Jwt> {
    private static final Duration SKEW = Duration.ofSeconds(60);

    /** RFC 9068 names access tokens; many issuers say only that it is a JWT. */
    private static final Set<String> TYPES = Set.of("jwt", "application/jwt", "at+jwt", "application/at+jwt");

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        String defect = defect(token, clock.instant());
        return defect == null
                ? OAuth2TokenValidatorResult.success()
                : OAuth2TokenValidatorResult.failure(new OAuth2Error(OAuth2ErrorCodes.INVALID_TOKEN, defect, null));
    }

    private @Nullable String defect(Jwt token, Instant now) {
        @Nullable Object type = token.getHeaders().get("typ");
        if (type != null && !TYPES.contains(type.toString().toLowerCase(Locale.ROOT))) {
            return "The token is not an access token: its typ must be at+jwt or JWT";
        }
        Instant expiry = token.getExpiresAt();
        if (expiry == null) {
            return "The token has no expiry: its claim exp is required";
        }
        if (expiry.plus(SKEW).isBefore(now)) {
            return "The token has expired; get a new one";
        }
        Instant start = token.getNotBefore();
        if (start != null && start.minus(SKEW).isAfter(now)) {
            return "The token is not valid yet: its claim nbf is in the future";
        }
        List<String> audience = token.getAudience();
        if (!audiences.isEmpty() && (audience == null || audience.stream().noneMatch(audiences::contains))) {
            return "The token is for another audience: its claim aud must have " + String.join(" or ", audiences);
        }
        if (issuer != null && !issuer.equals(token.getClaimAsString("iss"))) {
            return "The token is from another issuer";
        }
        return null;
    }
}
