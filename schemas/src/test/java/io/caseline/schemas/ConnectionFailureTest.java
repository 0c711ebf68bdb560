package io.caseline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class ConnectionFailureTest {

    @Test
    void the_cause_is_named_however_deep_it_is() {
        assertThat(describe(handshake(new CertPathBuilderException("unable to find valid certification path"))))
                .startsWith("its certificate is not trusted");
        assertThat(describe(handshake(new CertPathValidatorException("signature check failed"))))
                .startsWith("its certificate is not trusted");
        assertThat(describe(handshake(new CertificateExpiredException("NotAfter: yesterday"))))
                .isEqualTo("its certificate has expired: NotAfter: yesterday");
        assertThat(describe(handshake(new CertificateException("No name matching kafka found"))))
                .isEqualTo("its certificate is refused: No name matching kafka found");
        assertThat(describe(new SSLException("Unsupported or unrecognized SSL message")))
                .isEqualTo("it does not speak TLS");
        assertThat(describe(new SaslAuthenticationException("Authentication failed")))
                .isEqualTo("it refuses the credentials: Authentication failed");
        assertThat(describe(new TopicAuthorizationException("Not authorized: cases.events")))
                .isEqualTo("it does not authorize this user: Not authorized: cases.events");
        assertThat(describe(new UnknownHostException("none.example.com")))
                .isEqualTo("its host name cannot be resolved");
        assertThat(describe(new ConnectException().initCause(new UnresolvedAddressException())))
                .isEqualTo("its host name cannot be resolved");
        assertThat(describe(new ConnectException())).isEqualTo("it refuses connections");
        assertThat(describe(new TimeoutException("Timed out"))).startsWith("no answer");
    }

    @Test
    void what_is_unknown_is_named_by_its_class_as_its_message_could_quote_data() {
        assertThat(describe(new IllegalArgumentException("4111111111111111"))).isEqualTo("IllegalArgumentException");
    }

    private static String describe(Throwable cause) {
        return ConnectionFailure.describe(new IllegalStateException(new ExecutionException(cause)));
    }

    private static IOException handshake(Exception cause) {
        IOException failed = new SSLHandshakeException("PKIX path building failed");
        failed.initCause(cause);
        return failed;
    }
}
