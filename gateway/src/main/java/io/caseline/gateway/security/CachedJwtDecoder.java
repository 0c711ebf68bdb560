package io.caseline.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Caches valid tokens: a partner sends the same one with every request, and to verify a signature costs more than the
 * rest of the request. An entry expires with its token, and after a few minutes at the latest, so that a key removed from
 * the set is soon refused. Invalid tokens are not cached.
 */
final class CachedJwtDecoder implements JwtDecoder {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final JwtDecoder decoder;
    private final Cache<String, Jwt> verified;

    CachedJwtDecoder(JwtDecoder decoder, InstantSource clock) {
        this.decoder = decoder;
        this.verified = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfter(Expiry.<String, Jwt>creating((token, jwt) -> remaining(jwt, clock.instant())))
                .build();
    }

    @Override
    public Jwt decode(String token) {
        Jwt known = verified.getIfPresent(token);
        if (known != null) {
            return known;
        }
        Jwt jwt = decoder.decode(token);
        verified.put(token, jwt);
        return jwt;
    }

    private static Duration remaining(Jwt jwt, Instant now) {
        Instant expiry = jwt.getExpiresAt();
        if (expiry == null) {
            return LONGEST;
        }
        Duration left = Duration.between(now, expiry);
        return left.isNegative() ? Duration.ZERO : left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }
}
