package io.caseline.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Verifies tokens, and remembers the valid ones: a partner sends the same one with every request, and to verify a signature
 * costs more than the rest of the request. An entry expires with its token, and after a few minutes at the latest, so that
 * a key removed from the set is soon refused. Invalid tokens are not remembered.
 */
final class TokenDecoder implements JwtDecoder, AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** What a token's claims take beside its text. */
    private static final int OVERHEAD = 2_000;

    private final JwtDecoder decoder;
    private final Runnable close;
    private final int maxLength;
    private final Cache<String, Jwt> verified;

    /** @param close ends what the decoder needs */
    TokenDecoder(JwtDecoder decoder, Runnable close, TokenSettings settings, InstantSource clock) {
        this.close = close;
        this.decoder = decoder;
        this.maxLength = Math.toIntExact(settings.maxLength().toBytes());
        this.verified = Caffeine.newBuilder()
                .maximumWeight(settings.cacheSize().toBytes())
                .weigher((String hash, Jwt token) ->
                        OVERHEAD + 4 * token.getTokenValue().length())
                .expireAfter(Expiry.<String, Jwt>creating((hash, token) -> remaining(token, clock.instant())))
                .build();
    }

    @Override
    public Jwt decode(String token) {
        if (token.length() > maxLength) {
            throw new BadJwtException("The token is longer than %d characters".formatted(maxLength));
        }
        String hash = hash(token);
        Jwt known = verified.getIfPresent(hash);
        if (known != null) {
            return known;
        }
        if (!TokenForm.isSigned(token)) {
            throw new BadJwtException("The token is not a signed JWT");
        }
        Jwt jwt = decoder.decode(token);
        verified.put(hash, jwt);
        return jwt;
    }

    @Override
    public void close() {
        close.run();
    }

    private static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return new String(hash, StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
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
