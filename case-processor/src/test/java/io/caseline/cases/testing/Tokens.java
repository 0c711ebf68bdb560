package io.caseline.cases.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signs tokens as the issuer would. */
public final class Tokens {
    private static final KeyPair KEYS = generate();

    private Tokens() {}

    /** The public key in a file, as the application wants it. */
    public static Path publicKey() {
        try {
            String pem = "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(KEYS.getPublic().getEncoded())
                    + "\n-----END PUBLIC KEY-----\n";
            return Files.writeString(Files.createTempFile(Path.of("target"), "public", ".pem"), pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String token(String scope, String audience, String... programs) {
        return signed(new JWTClaimsSet.Builder()
                .subject("partner")
                .audience(audience)
                .claim("scope", scope)
                .claim("programs", List.of(programs)));
    }

    /** @param subject the person's name in the audit; null for a token that names nobody */
    public static String operator(@Nullable String subject, String scope) {
        return signed(
                new JWTClaimsSet.Builder().subject(subject).audience("caseline").claim("scope", scope));
    }

    private static String signed(JWTClaimsSet.Builder builder) {
        try {
            JWTClaimsSet claims = builder.expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                    .build();
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
            token.sign(new RSASSASigner(KEYS.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
