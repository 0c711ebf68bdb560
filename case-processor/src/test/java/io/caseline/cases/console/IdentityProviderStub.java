package io.caseline.cases.console;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/** An OpenID Connect provider that signs everybody in at once, as the person that a test sets. */
final class IdentityProviderStub {
    private final RSAKey key;
    private final HttpServer server;
    private volatile String nonce = "";
    private volatile String name = "";
    private volatile List<String> roles = List.of();

    IdentityProviderStub() {
        try {
            key = new RSAKeyGenerator(2048).keyID("one").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/authorize", this::authorize);
        server.createContext("/token", exchange -> json(exchange, """
                {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "scope": "openid cases:amend",
                 "id_token": "%s"}""".formatted(idToken())));
        server.createContext("/keys", exchange -> json(exchange, new JWKSet(key.toPublicJWK()).toString()));
        server.start();
    }

    void signsIn(String person, String... withRoles) {
        name = person;
        roles = List.of(withRoles);
    }

    private void authorize(HttpExchange exchange) throws IOException {
        MultiValueMap<String, String> query =
                UriComponentsBuilder.fromUri(exchange.getRequestURI()).build().getQueryParams();
        nonce = Objects.requireNonNull(query.getFirst("nonce"));
        String redirect =
                URLDecoder.decode(Objects.requireNonNull(query.getFirst("redirect_uri")), StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", redirect + "?code=1&state=" + query.getFirst("state"));
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private String idToken() {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(),
                    new JWTClaimsSet.Builder()
                            .issuer(url())
                            .subject("4711")
                            .audience("caseline-console")
                            .claim("preferred_username", name)
                            .claim("roles", roles)
                            .claim("nonce", nonce)
                            .issueTime(Date.from(Instant.now()))
                            .expirationTime(Date.from(Instant.now().plusSeconds(300)))
                            .build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void json(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }
}
