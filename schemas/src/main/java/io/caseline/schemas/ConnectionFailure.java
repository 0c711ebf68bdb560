package io.caseline.schemas;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;

/** Says in words why a server cannot be used, so that an operator sees which setting is wrong. */
public final class ConnectionFailure {

    /** What the JDK says of a certificate that a namesake of a trusted authority has signed. */
    private static final Pattern UNTRUSTED = Pattern.compile("does not chain with any|signature check failed");

    private ConnectionFailure() {}

    /** A clause without a subject, such as "its certificate is not trusted". */
    public static String describe(Throwable failure) {
        List<Throwable> causes =
                Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
        return Stream.<Cause>of(
                        new Cause(CertificateExpiredException.class::isInstance, "its certificate has expired: %s"),
                        new Cause(
                                ConnectionFailure::isUntrusted,
                                "its certificate is not trusted: no certificate in the trust store has signed it"),
                        new Cause(CertificateException.class::isInstance, "its certificate is refused: %s"),
                        new Cause(
                                cause -> cause instanceof SSLException
                                        && String.valueOf(cause.getMessage()).contains("unrecognized SSL message"),
                                "it does not speak TLS"),
                        new Cause(SSLException.class::isInstance, "the TLS handshake fails: %s"),
                        new Cause(AuthenticationException.class::isInstance, "it refuses the credentials: %s"),
                        new Cause(AuthorizationException.class::isInstance, "it does not authorize this user: %s"),
                        new Cause(
                                cause -> cause instanceof UnknownHostException
                                        || cause instanceof UnresolvedAddressException
                                        || String.valueOf(cause.getMessage()).contains("No resolvable bootstrap"),
                                "its host name cannot be resolved"),
                        new Cause(ConnectException.class::isInstance, "it refuses connections"),
                        new Cause(
                                cause -> cause instanceof TimeoutException
                                        || cause instanceof HttpTimeoutException
                                        || cause instanceof org.apache.kafka.common.errors.TimeoutException,
                                "no answer; is the address right, and does the port speak the configured protocol?"))
                .flatMap(known -> causes.stream().filter(known.matches()).map(known::describe))
                .findFirst()
                .orElseGet(() -> causes.getLast().getClass().getSimpleName());
    }

    private static boolean isUntrusted(Throwable cause) {
        return cause instanceof CertPathBuilderException
                || (cause instanceof CertPathValidatorException
                        && UNTRUSTED.matcher(String.valueOf(cause.getMessage())).find());
    }

    /** Whether an HTTP status is about the caller's credentials. */
    public static String describe(int status) {
        return switch (status) {
            case 401 -> "HTTP 401: it refuses the credentials";
            case 403 -> "HTTP 403: it does not authorize this user";
            default -> "HTTP " + status;
        };
    }

    /** @param sentence may show the message of the exception */
    private record Cause(Predicate<Throwable> matches, String sentence) {

        String describe(Throwable cause) {
            return sentence.replace("%s", String.valueOf(cause.getMessage()));
        }
    }
}
