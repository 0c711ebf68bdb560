package io.caseline.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every command that reaches a server. */
public final class ClientOptions {

    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file with client settings: TLS, SASL, credentials, addresses; see"
                    + " docs/reference/command-line.md. Also " + ClientSettings.FILE_VARIABLE + ".")
    private @Nullable Path file;

    public ClientOptions() {
        this(System.getenv());
    }

    public ClientOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    public ClientSettings settings() {
        return ClientSettings.load(file, environment);
    }

    /** The Kafka that the options, the settings or the installation name, in this order. */
    public KafkaConnection kafka(@Nullable KafkaOptions options, Installation otherwise) {
        ClientSettings settings = settings();
        if (options != null) {
            return options.connection(settings);
        }
        return isKafkaSet(settings)
                ? new KafkaConnection(
                        settings.require("bootstrap.servers"), settings.require(ClientSettings.REGISTRY_URL), settings)
                : otherwise.kafka();
    }

    /** The database of teller-processor that the settings or the installation name, in this order. */
    public DatabaseConnection tellerDatabase(Installation otherwise) {
        return settings().database().orElseGet(otherwise::tellerDatabase);
    }

    private static boolean isKafkaSet(ClientSettings settings) {
        return settings.get("bootstrap.servers").isPresent()
                || settings.get(ClientSettings.REGISTRY_URL).isPresent();
    }
}
