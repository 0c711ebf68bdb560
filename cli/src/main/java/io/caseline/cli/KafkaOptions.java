package io.caseline.cli;

import picocli.CommandLine.Option;

/** Options that name the Kafka and the schema registry of an installation. */
public class KafkaOptions {

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            required = true,
            description = "Kafka brokers of the installation.")
    @SuppressWarnings("NullAway.Init")
    private String bootstrapServers;

    @Option(names = "--registry", paramLabel = "URL", required = true, description = "Its schema registry.")
    @SuppressWarnings("NullAway.Init")
    private String registry;

    final KafkaConnection connection(ClientSettings settings) {
        return new KafkaConnection(bootstrapServers, registry, settings);
    }
}
