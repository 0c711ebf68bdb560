package io.caseline.gateway.security;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Where the keys come from that verify tokens. */
class VerificationKeysTest {

    @Test
    void an_issuer_or_its_key_set_can_replace_the_public_key() throws IOException {
        HttpServer issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String url = "http://127.0.0.1:" + issuer.getAddress().getPort();
        serve(issuer, "/keys", Tokens.keySet());
        serve(
                issuer,
                "/.well-known/openid-configuration",
                "{\"issuer\":\"" + url + "\",\"jwks_uri\":\"" + url
                        + "/keys\",\"subject_types_supported\":[\"public\"]}");
        issuer.start();
        try {
            String jwt = "spring.security.oauth2.resourceserver.jwt.";
            try (Gateway gateway = Gateway.start(jwt + "public-key-location=", jwt + "issuer-uri=" + url)) {
                assertThat(status(gateway, Tokens.signed(Tokens.claims().issuer(url))))
                        .isEqualTo(202);
                assertThat(status(gateway, Tokens.signed(Tokens.claims().issuer(url), Tokens.generate())))
                        .isEqualTo(401);
                assertThat(status(gateway, Tokens.signed(Tokens.claims().issuer("https://elsewhere.example"))))
                        .isEqualTo(401);
                assertThat(status(
                                gateway,
                                Tokens.signed(Tokens.claims().issuer(url).audience("other"))))
                        .isEqualTo(401);
            }
            try (Gateway gateway = Gateway.start(jwt + "public-key-location=", jwt + "jwk-set-uri=" + url + "/keys")) {
                assertThat(status(gateway, Tokens.good())).isEqualTo(202);
                assertThat(status(gateway, Tokens.signed(Tokens.claims(), Tokens.generate())))
                        .isEqualTo(401);
            }
        } finally {
            issuer.stop(0);
        }
    }

    @Test
    void unavailable_keys_are_503_not_401() {
        try (Gateway gateway = Gateway.start(
                "spring.security.oauth2.resourceserver.jwt.public-key-location=",
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=http://127.0.0.1:1/keys")) {
            HttpResponse<String> response =
                    gateway.post(CASES, UUID.randomUUID().toString(), "{\"subject\":\"s\"}");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
    }

    private static void serve(HttpServer server, String path, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static int status(Gateway gateway, String token) {
        return Gateway.send(gateway.request(CASES)
                        .setHeader("Authorization", "Bearer " + token)
                        .header("X-GD-RequestId", UUID.randomUUID().toString())
                        .header("Prefer", "respond-async")
                        .POST(BodyPublishers.ofString("{\"subject\":\"s\"}")))
                .statusCode();
    }
}
