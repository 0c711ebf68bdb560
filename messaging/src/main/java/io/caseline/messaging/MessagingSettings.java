package io.caseline.messaging;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
     * @param url address of the schema registry, without a path
     * @param retryEvery pause between two attempts to reach the brokers and the registry at start; and how long a registry
     *     that does not answer is left alone later
     * @param timeout longest wait for the registry to connect, and to answer
     */
    public record Registry(
            URI url,
            @DefaultValue("2s") Duration retryEvery,
            @DefaultValue("5s") Duration timeout) {}

    /**
     * @param replicas copies of each partition; -1 for the broker's default
     * @param minInSyncReplicas copies that must have a command before it counts as durable; 0 for the broker's default
     */
    public record Topics(
            @DefaultValue("-1") short replicas,
            @DefaultValue("0") int minInSyncReplicas) {}

    /** @param keyset file with the Tink key set that seals personal data */
    public record Sealed(@Nullable Path keyset) {}
}
