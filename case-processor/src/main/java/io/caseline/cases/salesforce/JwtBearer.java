package io.caseline.cases.salesforce;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Objects;
import java.util.UUID;
import org.springframework.security.converter.RsaKeyConverters;

/** An assertion that this application signs itself, in the name of the integration user. */
final class JwtBearer implements SignInMethod {
    /** Salesforce takes no assertion that lives longer than three minutes. */
    private static final Duration LIFETIME = Duration.ofMinutes(2);

    private final SalesforceSettings settings;
    private final InstantSource clock;

    JwtBearer(SalesforceSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Form form() {
        Form form = new Form();
        form.add("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.add("assertion", assertion());
        return form;
    }

    private String assertion() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(settings.clientId())
                .subject(settings.jwt().subject())
                .audience(settings.jwt().audience())
                .expirationTime(Date.from(clock.instant().plus(LIFETIME)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        SignedJWT assertion = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            assertion.sign(new RSASSASigner(key()));
        } catch (JOSEException e) {
            throw new IllegalStateException("The key of caseline.salesforce.jwt.key-file cannot sign with RS256", e);
        }
        return assertion.serialize();
    }

    private PrivateKey key() {
        Path file = Objects.requireNonNull(settings.jwt().keyFile());
        try (InputStream pem = Files.newInputStream(file)) {
            return Objects.requireNonNull(RsaKeyConverters.pkcs8().convert(pem));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The file of caseline.salesforce.jwt.key-file, " + file + ", cannot be read", e);
        } catch (IllegalArgumentException e) {
            // without the cause, which may quote what is in the file
            throw new IllegalStateException("The file of caseline.salesforce.jwt.key-file, " + file
                    + ", holds no RSA private key in PEM as PKCS #8 (BEGIN PRIVATE KEY); openssl pkcs8 -topk8 -nocrypt"
                    + " makes one of another format");
        }
    }
}
