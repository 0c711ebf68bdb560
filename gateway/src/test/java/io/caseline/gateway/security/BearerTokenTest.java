package io.caseline.gateway.security;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.gateway.testing.Tokens;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are accepted, and for what. */
@ExtendWith(SharedGateway.class)
class BearerTokenTest {

    static Stream<Arguments> tokens() {
        JWTClaimsSet claims = Tokens.claims().build();
        return Stream.of(
                Arguments.of("expired", Tokens.signed(expiring(Instant.now().minus(Duration.ofMinutes(2)))), 401),
                Arguments.of(
                        "within the clock skew",
                        Tokens.signed(expiring(Instant.now().minusSeconds(20))),
                        202),
                Arguments.of("signed by another", Tokens.signed(Tokens.claims(), Tokens.generate()), 401),
                Arguments.of("unsigned", new PlainJWT(claims).serialize(), 401),
                Arguments.of(
                        "for another audience", Tokens.signed(Tokens.claims().audience("other")), 401),
                Arguments.of("without an end", Tokens.signed(Tokens.claims().expirationTime(null)), 401),
                Arguments.of("no token at all", "nonsense", 401),
                Arguments.of("without the scope", Tokens.signed(Tokens.claims().claim("scope", "cases:read")), 403),
                Arguments.of(
                        "of another program",
                        Tokens.signed(Tokens.claims().claim("programs", List.of("rapidpay"))),
                        403),
                Arguments.of(
                        "with a claim of another type",
                        Tokens.signed(Tokens.claims().claim("programs", "gobank")),
                        403),
                Arguments.of("good", Tokens.good(), 202));
    }

    @ParameterizedTest(name = "a token {0} gets {2}")
    @MethodSource("tokens")
    void tokens_are_checked(String what, String token, int status, Gateway gateway) {
        HttpResponse<String> response = Gateway.send(gateway.request(CASES)
                .setHeader("Authorization", "bearer " + token)
                .header("X-GD-RequestId", "3f0e1d2c-0000-4000-8000-000000000001")
                .header("Prefer", "respond-async")
                .POST(BodyPublishers.ofString("{\"subject\":\"s\"}")));
        assertThat(response.statusCode()).as(what).isEqualTo(status);
        assertThat(response.headers().firstValue("X-GD-RequestId")).isPresent();
        assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
                .isEqualTo(status != 202);
        assertThat(response.body()).doesNotContain("cannot be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/programs/gobank/customerCare/cases",
                "/retailer/user/associate",
                "/actuator/prometheus",
                "/error",
                "/nothing"
            })
    void only_health_is_public(String path, Gateway gateway) {
        HttpResponse<String> response = Gateway.send(
                gateway.request(path).setHeader("Authorization", "").GET());
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(response.body()).contains("A valid bearer token is required");
        assertThat(response.headers().firstValue("Connection")).contains("close");
    }

    @Test
    void the_metadata_of_spring_security_is_not_public(Gateway gateway) {
        HttpResponse<String> response = Gateway.send(
                gateway.request("/.well-known/oauth-protected-resource").setHeader("Authorization", ""));
        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void health_is_public(Gateway gateway) {
        for (String path : List.of("/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness")) {
            assertThat(Gateway.send(gateway.request(path).setHeader("Authorization", ""))
                            .statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }

    @Test
    void an_unknown_path_is_404_with_a_token(Gateway gateway) {
        for (String path : List.of("/programs/gobank", "/programs/gobank/customerCare/cases/x/y", "/nothing")) {
            assertThat(gateway.post(path, UUID.randomUUID().toString(), "{}").statusCode())
                    .as(path)
                    .isEqualTo(404);
        }
    }

    @Test
    void every_method_that_reads_needs_the_scope_to_read(Gateway gateway) {
        String writer = "Bearer " + Tokens.signed(Tokens.claims().claim("scope", "cases:write"));
        for (String method : List.of("GET", "HEAD", "OPTIONS")) {
            HttpResponse<String> response = Gateway.send(gateway.request(CASES + "/" + UUID.randomUUID())
                    .setHeader("Authorization", writer)
                    .method(method, BodyPublishers.noBody()));
            assertThat(response.statusCode()).as(method).isEqualTo(403);
        }
    }

    @Test
    void a_browser_gets_json_not_the_servers_error_page(Gateway gateway) {
        HttpResponse<String> response = Gateway.send(gateway.request("/nothing").header("Accept", "text/html"));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).startsWith("{").contains("There is nothing at this path");
        HttpResponse<String> encoded = Gateway.send(gateway.request("/programs/go%2Fbank/customerCare/cases"));
        assertThat(encoded.statusCode()).isEqualTo(400);
        assertThat(encoded.body()).doesNotContain("<html");
    }

    @Test
    void every_response_has_the_security_headers(Gateway gateway) {
        for (int i = 0; i < 200; i++) {
            HttpResponse<String> response =
                    Gateway.send(gateway.request("/programs/retired/customerCare/cases/" + UUID.randomUUID()));
            assertThat(response.headers().firstValue("Cache-Control")).isPresent();
            assertThat(response.headers().firstValue("X-Content-Type-Options")).isPresent();
        }
    }

    @Test
    void a_caller_without_a_token_cannot_hold_the_servers_threads() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try (Gateway gateway = Gateway.start("server.tomcat.connection-timeout=10m")) {
            for (int i = 0; i < 40; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
                slow.add(socket);
                socket.getOutputStream()
                        .write(("POST " + CASES + " HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n{")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(CompletableFuture.supplyAsync(() -> Gateway.send(gateway.request("/actuator/health/liveness"))))
                    .succeedsWithin(Duration.ofMinutes(1))
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    private static JWTClaimsSet.Builder expiring(Instant when) {
        return Tokens.claims().expirationTime(Date.from(when));
    }
}
