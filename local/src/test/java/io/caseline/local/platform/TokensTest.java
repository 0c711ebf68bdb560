package io.caseline.local.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void a_token_carries_the_grant_and_is_valid_for_the_public_key() throws Exception {
        Secrets secrets = new Secrets(new Home(folder, folder.resolve("home")));
        var grant = new Tokens.Grant(
                List.of("cases:write", "cases:read"), List.of("gobank"), List.of("fscc0342"), Duration.ofMinutes(5));

        SignedJWT token = SignedJWT.parse(new Tokens(secrets.tokenSigningKey(), InstantSource.fixed(NOW)).issue(grant));

        assertThat(token.verify(new RSASSAVerifier(publicKey(secrets)))).isTrue();
        var claims = token.getJWTClaimsSet();
        assertThat(claims.getIssuer()).isEqualTo("caseline-local");
        assertThat(claims.getAudience()).containsExactly("caseline");
        assertThat(claims.getStringClaim("scope")).isEqualTo("cases:write cases:read");
        assertThat(claims.getStringListClaim("programs")).containsExactly("gobank");
        assertThat(claims.getStringListClaim("merchants")).containsExactly("fscc0342");
        assertThat(claims.getIssueTime()).isEqualTo(NOW);
        assertThat(claims.getExpirationTime()).isEqualTo(NOW.plus(Duration.ofMinutes(5)));
    }

    private static RSAPublicKey publicKey(Secrets secrets) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(secrets.tokenPublicKey()).replaceAll("-----[A-Z ]+-----|\\s", "");
        return (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
