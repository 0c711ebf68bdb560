package io.caseline.local.platform;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;

/** Access tokens for the local gateway, as an authorization server would issue them. */
public final class Tokens {

    static final String AUDIENCE = "caseline";
    private static final String ISSUER = "caseline-local";

    private final PrivateKey signingKey;
    private final InstantSource clock;

    public Tokens(PrivateKey signingKey, InstantSource clock) {
        this.signingKey = signingKey;
        this.clock = clock;
    }

    /** The permissions of a token, and how long it is valid. */
    public record Grant(List<String> scopes, List<String> programs, List<String> merchants, Duration lifetime) {

        /** All permissions of the demo's partners. */
        public static final Grant EVERYTHING = new Grant(
                List.of("cases:write", "cases:read", "tellers:write"),
                List.of("gobank", "rapidpay"),
                List.of("fscc0342", "corner77"),
                Duration.ofHours(1));
    }

    /** A token of the partner on this machine. */
    public String issue(Grant grant) {
        return issue("local-partner", grant);
    }

    /** @param subject who presents it; operators' actions are recorded under this name */
    public String issue(String subject, Grant grant) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject(subject)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(grant.lifetime())))
                .claim("scope", String.join(" ", grant.scopes()))
                .claim("programs", grant.programs())
                .claim("merchants", grant.merchants())
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
        try {
            token.sign(new RSASSASigner(signingKey));
        } catch (JOSEException e) {
            throw new IllegalStateException("Signing failed", e);
        }
        return token.serialize();
    }
}
