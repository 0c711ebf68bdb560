package io.caseline.messaging;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;

/** The certificates that an SSL bundle trusts, in the form that Kafka's clients and Confluent's take. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /** Null if the bundle trusts what the JVM trusts. */
    static @Nullable String pem(SslBundle bundle) {
        KeyStore trusted = bundle.getStores().getTrustStore();
        if (trusted == null) {
            return null;
        }
        StringBuilder pem = new StringBuilder();
        try {
            for (String alias : Collections.list(trusted.aliases())) {
                Certificate certificate = trusted.getCertificate(alias);
                pem.append("-----BEGIN CERTIFICATE-----\n")
                        .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
                        .append("\n-----END CERTIFICATE-----\n");
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The certificates of the SSL bundle cannot be read", e);
        }
        return pem.toString();
    }
}
