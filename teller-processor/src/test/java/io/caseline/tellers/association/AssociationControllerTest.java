package io.caseline.tellers.association;

import static io.caseline.tellers.Pipeline.command;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.tellers.Pipeline.Merchant;
import io.caseline.tellers.WholeApplicationTest;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

class AssociationControllerTest extends WholeApplicationTest {
    @LocalServerPort
    int port;

    @Test
    void another_module_learns_what_became_of_a_request() throws Exception {
        Merchant merchant = pipeline.merchant();
        AssociateTellerCard command = command(merchant, "nobody", UUID.randomUUID());
        pipeline.ask(command);
        String path = "/internal/associations/" + command.getCorrelationId() + "?merchant=";

        ResponseEntity<String> answer = get(path + merchant.id(), token("tellers:write", merchant.id()));
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getBody())
                .contains("\"correlationId\":\"" + command.getCorrelationId() + "\"")
                .contains("\"state\":\"REJECTED\",\"responseCode\":861,\"reason\":\"TELLER_NOT_FOUND\"");
        assertThat(status(path + "other", token("tellers:write", merchant.id(), "other")))
                .isEqualTo(404);
        assertThat(status(
                        "/internal/associations/" + UUID.randomUUID() + "?merchant=" + merchant.id(),
                        token("tellers:write", merchant.id())))
                .isEqualTo(404);
        assertThat(status(path + merchant.id(), token("tellers:write", "other")))
                .isEqualTo(403);
        assertThat(status(path + merchant.id(), token("cases:write", merchant.id())))
                .isEqualTo(403);
        assertThat(status(path + merchant.id(), null)).isEqualTo(401);
        assertThat(status("/internal/associations/no-uuid?merchant=" + merchant.id(), token("tellers:write")))
                .isEqualTo(400);
    }

    @Test
    void only_health_is_open() {
        assertThat(status("/actuator/health/readiness", null)).isEqualTo(200);
        assertThat(status("/actuator/prometheus", null)).isEqualTo(401);
    }

    private int status(String path, @Nullable String token) {
        return get(path, token).getStatusCode().value();
    }

    private ResponseEntity<String> get(String path, @Nullable String token) {
        return RestClient.create("http://127.0.0.1:" + port)
                .get()
                .uri(path)
                .headers(headers -> {
                    if (token != null) {
                        headers.setBearerAuth(token);
                    }
                })
                .retrieve()
                .onStatus(status -> true, (request, response) -> {})
                .toEntity(String.class);
    }

    private static String token(String scope, String... merchants) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .audience("caseline")
                        .claim("scope", scope)
                        .claim("merchants", List.of(merchants))
                        .expirationTime(Date.from(Instant.now().plusSeconds(60)))
                        .build());
        token.sign(new RSASSASigner(TOKENS.getPrivate()));
        return token.serialize();
    }
}
