package io.caseline.messaging;

import io.caseline.schemas.registry.RegistryAccess;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What every application says about the brokers and the registry it works with. */
@ConfigurationProperties("caseline")
public record MessagingSettings(
        Registry registry,
        @DefaultValue Topics topics,
        @DefaultValue Sealed sealing) {

    /**
     * @param url address of the schema registry, as Confluent's clients take it; the default serializers also take it
     *     without a path
     * @param retryEvery pause between two attempts to reach the brokers and the registry at start, and between two lookups
     *     after the registry did not answer
     * @param timeout maximum wait for a connection to the registry, and for its response
     * @param ssl which certificates of the registry are trusted
     * @param username user for basic authentication
     * @param password password for basic authentication
     * @param tokenFile file with a bearer token; read at each request, so that it may be replaced
     */
    public record Registry(
            URI url,
            @DefaultValue("2s") Duration retryEvery,
            @DefaultValue("5s") Duration timeout,
            @DefaultValue Ssl ssl,
            @Nullable String username,
            @Nullable String password,
            @Nullable Path tokenFile) {

        public Registry {
            if ((username == null) != (password == null)) {
                throw new IllegalArgumentException(
                        "caseline.registry.username and caseline.registry.password must be set together");
            }
            if (username != null && tokenFile != null) {
                throw new IllegalArgumentException(
                        "caseline.registry.username and caseline.registry.token-file exclude each other");
            }
        }

        /** Value of the header {@code Authorization}. */
        Optional<String> authorization() {
            if (username != null && password != null) {
                return Optional.of(RegistryAccess.basic(username, password));
            }
            return Optional.ofNullable(tokenFile).map(RegistryAccess::bearer);
        }

        /** Keeps the password out of every log. */
        @Override
        public String toString() {
            return "Registry[" + url + "]";
        }
    }

    /** @param bundle name of an SSL bundle ({@code spring.ssl.bundle}); unset: the JVM's trust store */
    public record Ssl(@Nullable String bundle) {}

    /**
     * @param replicas replicas of each partition; -1 for the broker's default
     * @param minInSyncReplicas replicas that must have a command before it counts as durable; 0 for the broker's default
     */
    public record Topics(
            @DefaultValue("-1") short replicas,
            @DefaultValue("0") int minInSyncReplicas) {}

    /** @param keyset file with the Tink key set that seals personal data; required */
    public record Sealed(@Nullable Path keyset) {}
}
