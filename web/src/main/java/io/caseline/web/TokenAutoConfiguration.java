package io.caseline.web;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.util.StringUtils;

/**
 * One way to verify tokens for the gateway and the processors, which get the same tokens: from the settings of Spring Boot,
 * and before its own decoder.
 */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@ConditionalOnClass(OAuth2ResourceServerProperties.class)
@EnableConfigurationProperties({TokenSettings.class, OAuth2ResourceServerProperties.class})
class TokenAutoConfiguration {
    private static final String JWT = "spring.security.oauth2.resourceserver.jwt";
    private static final int LARGEST_KEY_SET = 512 * 1024;

    /**
     * As strict as the default, but for headers: the server has refused control characters in them already, and what is not
     * ASCII harms nobody, while a refusal in the middle of a request is a 500.
     */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    static final class OnKeys extends AnyNestedCondition {
        OnKeys() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty(prefix = JWT, name = "public-key-location")
        static class PublicKey {}

        @ConditionalOnProperty(prefix = JWT, name = "jwk-set-uri")
        static class KeySet {}

        @ConditionalOnProperty(prefix = JWT, name = "issuer-uri")
        static class Issuer {}
    }

    @Bean
    @ConditionalOnMissingBean(JwtDecoder.class)
    @Conditional(OnKeys.class)
    TokenDecoder tokenDecoder(OAuth2ResourceServerProperties properties, TokenSettings settings, SslBundles bundles) {
        OAuth2ResourceServerProperties.Jwt jwt = properties.getJwt();
        InstantSource time = InstantSource.system(); // the issuer's, whatever the application's is
        Optional<IssuerKeys> keys = keys(jwt, settings, bundles);
        NimbusJwtDecoder decoder = keys.map(issuer -> withKeys(issuer, jwt)).orElseGet(() -> withPublicKey(jwt));
        decoder.setJwtValidator(new TokenRules(
                jwt.getAudiences() == null ? List.of() : List.copyOf(jwt.getAudiences()), jwt.getIssuerUri(), time));
        return new TokenDecoder(decoder, () -> keys.ifPresent(IssuerKeys::close), settings, time);
    }

    /** Empty for a public key from a file. */
    private static Optional<IssuerKeys> keys(
            OAuth2ResourceServerProperties.Jwt jwt, TokenSettings settings, SslBundles bundles) {
        if (jwt.getPublicKeyLocation() != null) {
            return Optional.empty();
        }
        int timeout = Math.toIntExact(settings.keyTimeout().toMillis());
        DefaultResourceRetriever http = new DefaultResourceRetriever(
                timeout, timeout, LARGEST_KEY_SET, true, sockets(settings.ssl().bundle(), bundles));
        String keySet = jwt.getJwkSetUri();
        if (keySet == null) {
            return Optional.of(new IssuerKeys(
                    new IssuerMetadata(Objects.requireNonNull(jwt.getIssuerUri()), http)::keys, settings));
        }
        URL url = url(keySet);
        return Optional.of(
                new IssuerKeys(() -> JWKSet.parse(http.retrieveResource(url).getContent()), settings));
    }

    /** Null for the JVM's own. */
    private static @Nullable SSLSocketFactory sockets(@Nullable String bundle, SslBundles bundles) {
        return StringUtils.hasText(bundle)
                ? bundles.getBundle(bundle).createSslContext().getSocketFactory()
                : null;
    }

    private static NimbusJwtDecoder withKeys(IssuerKeys keys, OAuth2ResourceServerProperties.Jwt jwt) {
        // an issuer's own keys say which algorithms they are for
        Set<SignatureAlgorithm> algorithms =
                jwt.getJwkSetUri() == null ? Set.of(SignatureAlgorithm.values()) : algorithms(jwt);
        return NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithms(accepted -> accepted.addAll(algorithms))
                .build();
    }

    private static NimbusJwtDecoder withPublicKey(OAuth2ResourceServerProperties.Jwt jwt) {
        try (InputStream pem =
                Objects.requireNonNull(jwt.getPublicKeyLocation()).getInputStream()) {
            return NimbusJwtDecoder.withPublicKey(RsaKeyConverters.x509().convert(pem))
                    .signatureAlgorithm(algorithms(jwt).iterator().next())
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException("The public key cannot be read", e);
        }
    }

    private static Set<SignatureAlgorithm> algorithms(OAuth2ResourceServerProperties.Jwt jwt) {
        return jwt.getJwsAlgorithms().stream().map(SignatureAlgorithm::from).collect(Collectors.toSet());
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("jwk-set-uri is no URL", e);
        }
    }
}
