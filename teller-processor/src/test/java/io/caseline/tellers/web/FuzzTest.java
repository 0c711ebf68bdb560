package io.caseline.tellers.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.caseline.tellers.WholeApplicationTest;
import io.caseline.web.testing.FuzzedPort;
import io.caseline.web.testing.RequestFuzzer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whatever is sent to the port, byte by byte, is answered without 5xx and leaves no error in the log. */
@ExtendWith(OutputCaptureExtension.class)
class FuzzTest extends WholeApplicationTest {

    @LocalServerPort
    private int port;

    @Test
    void no_request_whatever_breaks_anything(CapturedOutput output) {
        FuzzedPort fuzzed = new FuzzedPort(
                port,
                List.of(
                        get("/internal/associations/3f0e1d2c-0000-4000-8000-000000000001"),
                        get("/internal/operators/teller?merchantId=m&tellerId=t"),
                        get("/actuator/health?a=b"),
                        get("/actuator/metrics"),
                        get("/operators/")));

        assertThat(fuzzed.send(RequestFuzzer.REQUESTS / 3)).isEmpty();
        assertThat(fuzzed.statuses()).containsKeys(200, 400, 401, 431);
        assertThat(output.getAll()).doesNotContain(" ERROR ", "\tat org.apache.catalina");
    }

    private static String token() {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader(JWSAlgorithm.RS256),
                    new JWTClaimsSet.Builder()
                            .audience("caseline")
                            .claim("scope", "tellers:read tellers:operate metrics:read")
                            .claim("merchants", List.of("m"))
                            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
                            .build());
            token.sign(new RSASSASigner(TOKENS.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token()
                + "\r\nConnection: close\r\n\r\n";
    }
}
