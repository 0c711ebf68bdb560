package io.caseline.schemas.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The schema registry, and how it is called: which certificates are trusted, and who calls.
 *
 * @param url as it is configured
 * @param timeout longest wait for an answer
 * @param retryEvery how long lookups fail at once after the registry has not answered one
 * @param http trusts the registry's certificate
 * @param trusted the certificates that {@code http} trusts, as PEM, for libraries that have an HTTP client of their own;
 *     null for the JVM's trust store
 * @param authorization value of the header {@code Authorization}; asked for at each request, as tokens expire
 */
public record RegistryAccess(
        String url,
        Duration timeout,
        Duration retryEvery,
        HttpClient http,
        @Nullable String trusted,
        Supplier<Optional<String>> authorization) {

    /** The setting of a Kafka client whose value is the access that its serializers use. */
    public static final String SETTING = "caseline.registry.access";

    private static final String BASIC = "Basic ";
    private static final String BEARER = "Bearer ";

    /** The access among the settings of a Kafka client. */
    public static RegistryAccess of(Map<String, ?> settings) {
        if (settings.get(SETTING) instanceof RegistryAccess access) {
            return access;
        }
        throw new ConfigException(SETTING, null, "the serializers need the registry");
    }

    public static String basic(String user, String password) {
        return BASIC + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static String bearer(String token) {
        return BEARER + token;
    }

    /** Reads the token from a file that may be replaced at any time, and is empty while it is written. */
    public static String bearer(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty()) {
                throw new EOFException("it is empty");
            }
            return bearer(token);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the registry's token file " + file, e);
        }
    }

    /** User and password with a colon between them, if the registry is called with basic authentication. */
    Optional<String> userInfo() {
        return credentials(BASIC)
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8));
    }

    /** The token as it is now, if the registry is called with one. */
    Optional<String> token() {
        return credentials(BEARER);
    }

    private Optional<String> credentials(String scheme) {
        return authorization
                .get()
                .filter(value -> value.startsWith(scheme))
                .map(value -> value.substring(scheme.length()));
    }

    /** Base URL of the API that Confluent's registry has. */
    public String api() {
        return SerializerLibrary.installed().api(url);
    }

    /** @param path of Confluent's API, with a slash at its start */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(api() + path)).timeout(timeout);
        authorization.get().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /** Keeps credentials out of logs. */
    @Override
    public String toString() {
        return "RegistryAccess[" + url + "]";
    }
}
