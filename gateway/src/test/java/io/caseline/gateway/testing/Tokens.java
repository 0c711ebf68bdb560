package io.caseline.gateway.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;

/** Signs tokens as an issuer would; the gateway knows the public key. */
public final class Tokens {
    private static final KeyPair KEYS = generate();
    private static final String GOOD = signed(claims(), KEYS);

    private Tokens() {}

    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the public key where the gateway looks for it. */
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

    /** The public key as an issuer publishes it. */
    public static String keySet() {
        return new JWKSet(new RSAKey.Builder((RSAPublicKey) KEYS.getPublic())
                        .keyUse(KeyUse.SIGNATURE)
                        .build())
                .toString();
    }

    /** Claims of a token that may do everything for the test's programs and merchants. */
    public static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("partner")
                .audience("caseline")
                .issueTime(Date.from(Instant.now().minus(Duration.ofHours(1))))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .claim("scope", "cases:write cases:read tellers:write")
                .claim("programs", List.of("gobank", "strict", "retired", "unknown"))
                .claim("merchants", List.of("fscc0342"));
    }

    public static String good() {
        return GOOD;
    }

    public static String signed(JWTClaimsSet.Builder claims) {
        return signed(claims, KEYS);
    }

    public static String signed(JWTClaimsSet.Builder claims, KeyPair keys) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims.build());
            token.sign(new RSASSASigner(keys.getPrivate()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
