package io.caseline.sandbox.oauth;

import io.caseline.sandbox.SandboxSettings;
import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.stereotype.Component;

/**
 * The jwt-bearer grant: an assertion signed with RS256, {@code iss} the client id, {@code sub} a user, {@code aud}
 * Salesforce's login host or this org, {@code exp} in the next three minutes.
 */
@Component
class JwtBearer {

    private static final Set<String> LOGIN_HOSTS =
            Set.of("https://login.salesforce.com", "https://test.salesforce.com");

    /** Three minutes, plus one for clock skew. */
    private static final Duration MAX_LIFETIME = Duration.ofMinutes(4);

    private final @Nullable JwtDecoder decoder;
    private final String clientId;
    private final InstantSource clock;

    JwtBearer(SandboxSettings settings, InstantSource clock) throws IOException {
        this.decoder = settings.jwtPublicKey() == null ? null : decoder(settings.jwtPublicKey());
        this.clientId = settings.clientId();
        this.clock = clock;
    }

    private static JwtDecoder decoder(Resource pem) throws IOException {
        try (InputStream key = pem.getInputStream()) {
            RSAPublicKey publicKey =
                    Objects.requireNonNull(RsaKeyConverters.x509().convert(key));
            return NimbusJwtDecoder.withPublicKey(publicKey).build();
        }
    }

    SignInResult verify(String assertion, String instanceUrl) {
        if (decoder == null) {
            return SignInResult.Denied.UNSUPPORTED_GRANT;
        }
        Jwt jwt;
        try {
            jwt = decoder.decode(assertion);
        } catch (JwtException e) {
            return SignInResult.Denied.INVALID_ASSERTION;
        }
        Instant end = jwt.getExpiresAt();
        if (end == null || end.isAfter(clock.instant().plus(MAX_LIFETIME)) || jwt.getSubject() == null) {
            return SignInResult.Denied.INVALID_ASSERTION;
        }
        if (!clientId.equals(jwt.getClaimAsString("iss"))) {
            return SignInResult.Denied.UNKNOWN_CLIENT;
        }
        if (jwt.getAudience() == null || jwt.getAudience().stream().noneMatch(to -> isThisOrg(to, instanceUrl))) {
            return SignInResult.Denied.WRONG_AUDIENCE;
        }
        return new SignInResult.Granted();
    }

    private static boolean isThisOrg(String audience, String instanceUrl) {
        return LOGIN_HOSTS.contains(audience) || audience.equals(instanceUrl);
    }
}
