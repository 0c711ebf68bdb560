package io.caseline.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/** Which tokens are valid, with the keys of an issuer that comes and goes. */
class TokenDecoderTest {
    private final RSAKey first = key("first");
    private final RSAKey second = key("second");
    private final AtomicInteger reads = new AtomicInteger();
    private volatile @Nullable JWKSet published = new JWKSet(first.toPublicJWK());
    private volatile CountDownLatch issuerBlocks = new CountDownLatch(0);
    private HttpServer issuer;

    @BeforeEach
    void startIssuer() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/keys", exchange -> {
            reads.incrementAndGet();
            await(issuerBlocks);
            JWKSet keys = published;
            byte[] body = (keys == null ? "" : keys.toString()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(keys == null ? 500 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        issuer.start();
    }

    @AfterEach
    void stopIssuer() {
        issuerBlocks.countDown();
        issuer.stop(0);
    }

    @Test
    void a_token_has_one_form_only() {
        withDecoder(decoder -> {
            String token = token(first, "at+jwt", claims());
            assertThat(decoder.decode(token).getAudience()).containsExactly("caseline");
            for (String other : List.of(token + "=", token + "!", token + "\n", token + ".", " " + token)) {
                assertThatThrownBy(() -> decoder.decode(other))
                        .as(other)
                        .isInstanceOf(BadJwtException.class)
                        .hasMessage("The token is not a signed JWT");
            }
            assertThatThrownBy(() -> decoder.decode(token + "x".repeat(13_000)))
                    .hasMessage("The token is longer than 12288 characters");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
    void access_tokens_are_accepted_by_whatever_type_issuers_give_them(String type) {
        withDecoder(decoder -> assertThat(
                        decoder.decode(token(first, type, claims())).getSubject())
                .isEqualTo("partner"));
    }

    @Test
    void a_token_that_is_not_valid_says_why() {
        withDecoder(decoder -> {
            assertRefused(decoder, token(first, "dpop+jwt", claims()), "typ must be at+jwt");
            assertRefused(decoder, token(first, "JWT", claims().expirationTime(null)), "claim exp is required");
            assertRefused(
                    decoder,
                    token(
                            first,
                            "JWT",
                            claims().expirationTime(Date.from(Instant.now().minusSeconds(90)))),
                    "has expired");
            assertRefused(decoder, token(first, "JWT", claims().audience("other")), "aud must have caseline");
            assertRefused(decoder, token(first, "JWT", claims().audience((String) null)), "aud must have caseline");
            assertRefused(
                    decoder,
                    token(
                            first,
                            "JWT",
                            claims().notBeforeTime(Date.from(Instant.now().plusSeconds(90)))),
                    "not valid yet");
        });
    }

    @Test
    void the_last_known_keys_are_used_while_the_issuer_is_unavailable() {
        withDecoder(
                decoder -> {
                    decoder.decode(token(first, "JWT", claims()));
                    published = null;
                    int before = reads.get();
                    Awaitility.await().until(() -> reads.get() > before);
                    decoder.decode(token(first, "JWT", claims().jwtID("new")));
                },
                "caseline.tokens.key-refresh=1s");
    }

    @Test
    void keys_are_not_used_beyond_the_tolerance() {
        withDecoder(
                decoder -> {
                    decoder.decode(token(first, "JWT", claims()));
                    published = null;
                    Awaitility.await()
                            .untilAsserted(() -> assertThatThrownBy(
                                            () -> decoder.decode(token(first, "JWT", claims().jwtID("new"))))
                                    .isInstanceOf(JwtException.class)
                                    .isNotInstanceOf(BadJwtException.class));
                },
                "caseline.tokens.key-refresh=1s",
                "caseline.tokens.outage-tolerance=0s");
    }

    @Test
    void a_new_key_is_found_at_once_but_nobody_waits_for_the_issuer() {
        withDecoder(decoder -> {
            decoder.decode(token(first, "JWT", claims()));
            issuerBlocks = new CountDownLatch(1);
            published = new JWKSet(List.of(first.toPublicJWK(), second.toPublicJWK()));
            String token = token(second, "JWT", claims());
            long start = System.nanoTime();
            assertThatThrownBy(() -> decoder.decode(token)).isInstanceOf(BadJwtException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
            issuerBlocks.countDown();
            Awaitility.await().untilAsserted(() -> decoder.decode(token));
        });
    }

    @Test
    void unknown_keys_are_looked_up_at_a_limited_rate() {
        withDecoder(decoder -> {
            decoder.decode(token(first, "JWT", claims()));
            for (int i = 0; i < 50; i++) {
                RSAKey unknown = new RSAKey.Builder(second).keyID("unknown" + i).build();
                assertThatThrownBy(() -> decoder.decode(token(unknown, "JWT", claims())))
                        .isInstanceOf(BadJwtException.class);
            }
            Awaitility.await().until(() -> reads.get() == 2);
            Awaitility.await().during(Duration.ofMillis(300)).until(() -> reads.get() == 2); // one at the start
        });
    }

    private static void assertRefused(JwtDecoder decoder, String token, String reason) {
        assertThatThrownBy(() -> decoder.decode(token)).hasMessageContaining(reason);
    }

    private void withDecoder(Consumer<JwtDecoder> test, String... settings) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TokenAutoConfiguration.class))
                .withPropertyValues(
                        "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:"
                                + issuer.getAddress().getPort() + "/keys",
                        "spring.security.oauth2.resourceserver.jwt.audiences=caseline")
                .withPropertyValues(settings)
                .run(context -> {
                    JwtDecoder decoder = context.getBean(JwtDecoder.class);
                    Awaitility.await()
                            .ignoreExceptions()
                            .untilAsserted(() -> decoder.decode(token(first, "JWT", claims())));
                    test.accept(decoder);
                });
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("partner")
                .audience("caseline")
                .expirationTime(Date.from(Instant.now().plusSeconds(600)));
    }

    private static String token(RSAKey key, String type, JWTClaimsSet.Builder claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .type(new JOSEObjectType(type))
                            .build(),
                    claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
