package io.caseline.gateway.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Objects;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/**
 * Makes the authorities of a token once: the decoder remembers verified tokens, and a partner sends the same one with every
 * request. Kept by identity, for as long as the decoder keeps the token.
 */
final class TokenAuthentications implements Converter<Jwt, AbstractAuthenticationToken> {
    private final JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
    private final Cache<Jwt, Collection<GrantedAuthority>> authorities =
            Caffeine.newBuilder().weakKeys().build();

    @Override
    public AbstractAuthenticationToken convert(Jwt token) {
        Collection<GrantedAuthority> granted = Objects.requireNonNull(authorities.get(
                token,
                verified -> Objects.requireNonNull(converter.convert(verified)).getAuthorities()));
        return new JwtAuthenticationToken(token, granted, Objects.requireNonNullElse(token.getSubject(), ""));
    }
}
