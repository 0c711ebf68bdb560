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
     * @param retryEvery pause between two attempts to reach the brokers and the registry at start, and between two lookups
     *     after the registry did not answer
     * @param timeout maximum wait for a connection to the registry, and for its response
     */
    public record Registry(
            URI url,
            @DefaultValue("2s") Duration retryEvery,
            @DefaultValue("5s") Duration timeout) {}

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
