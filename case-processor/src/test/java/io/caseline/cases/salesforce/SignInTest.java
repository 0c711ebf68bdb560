package io.caseline.cases.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.caseline.cases.testing.KeyPair;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the application proves itself with, and what it says when it cannot. */
class SignInTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void an_assertion_is_signed_with_the_key_for_the_user_and_lives_less_than_three_minutes() throws Exception {
        RSAKey key = KeyPair.generate();
        Path file = KeyPair.privatePem(key, folder);
        SignInMethod grant = new JwtBearer(jwt(file), InstantSource.fixed(NOW));

        Map<String, String> form = grant.form().toSingleValueMap();

        assertThat(form).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        SignedJWT assertion = SignedJWT.parse(Objects.requireNonNull(form.get("assertion")));
        assertThat(assertion.verify(new RSASSAVerifier(key))).isTrue();
        JWTClaimsSet claims = assertion.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("client");
        assertThat(claims.getSubject()).isEqualTo("integration@example.org");
        assertThat(claims.getAudience()).containsExactly("https://login.salesforce.com");
        assertThat(claims.getExpirationTime())
                .isAfter(Date.from(NOW))
                .isBeforeOrEqualTo(Date.from(NOW.plus(Duration.ofMinutes(3))));
    }

    @Test
    void a_key_that_cannot_be_read_is_named_and_not_quoted() throws Exception {
        Path missing = folder.resolve("missing.pem");
        assertNames(new JwtBearer(jwt(missing), InstantSource.system()), "caseline.salesforce.jwt.key-file", missing);
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n");
        assertNames(new JwtBearer(jwt(wrong), InstantSource.system()), "caseline.salesforce.jwt.key-file", wrong);
    }

    @Test
    void a_secret_comes_from_a_file_that_may_change() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "first\n");
        SignInMethod grant = new ClientCredentials(Settings.of(Map.of("client-secret-file", file.toString())));
        assertThat(grant.form().getFirst("client_secret")).isEqualTo("first");
        Files.writeString(file, "second");
        assertThat(grant.form().getFirst("client_secret")).isEqualTo("second");
        Files.writeString(file, " \n");
        assertNames(grant, "caseline.salesforce.client-secret-file", file);
        Files.delete(file);
        assertNames(grant, "caseline.salesforce.client-secret-file", file);
    }

    private static void assertNames(SignInMethod grant, String setting, Path file) {
        assertThatThrownBy(grant::form)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(setting)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("c2VjcmV0");
    }

    private static SalesforceSettings jwt(Path key) {
        return Settings.of(Map.of(
                "sign-in", "jwt-bearer", "jwt.key-file", key.toString(), "jwt.subject", "integration@example.org"));
    }
}
