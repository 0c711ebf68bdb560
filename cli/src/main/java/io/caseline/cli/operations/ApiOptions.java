package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import io.caseline.cli.ClientOptions;
import io.caseline.cli.ClientSettings;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.KafkaOptions;
import io.caseline.cli.OperationsConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of every command that calls the operations API: where it is, who calls it, and how to print its answers. */
final class ApiOptions {

    static final String URL_VARIABLE = "CASELINE_OPERATIONS_URL";
    static final String TOKEN_VARIABLE = "CASELINE_TOKEN";

    private final Installation defaultInstallation;
    private final Map<String, String> environment;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the operations port. Also " + URL_VARIABLE
                    + ". Neither this nor a token is needed for the local installation.")
    private @Nullable URI url;

    @Option(names = "--token", paramLabel = "TOKEN", description = "Access token. Also " + TOKEN_VARIABLE + ".")
    private @Nullable String token;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File that holds the access token. It is read at each call.")
    private @Nullable Path tokenFile;

    @Option(names = "--json", description = "Prints JSON for scripts.")
    private boolean json;

    @Mixin
    private final ClientOptions client;

    ApiOptions(Installation defaultInstallation, Map<String, String> environment) {
        this.defaultInstallation = defaultInstallation;
        this.environment = environment;
        this.client = new ClientOptions(environment);
    }

    boolean json() {
        return json;
    }

    OperationsApi api() {
        ClientSettings settings = client.settings();
        URI address = url == null
                ? variable(URL_VARIABLE)
                        .map(text -> uri(URL_VARIABLE, text))
                        .or(() -> settings.get(ClientSettings.OPERATIONS_URL)
                                .map(text -> uri(ClientSettings.OPERATIONS_URL, text)))
                        .orElse(null)
                : url;
        Supplier<String> chosen = token(settings);
        if (address == null) {
            OperationsConnection known = defaultInstallation.operations();
            return new OperationsApi(known.url(), chosen == null ? known.token() : chosen, settings.operations());
        }
        if (chosen == null) {
            throw new CliException("--token-file or --token is required, unless %s or %s is set"
                    .formatted(TOKEN_VARIABLE, ClientSettings.OPERATIONS_TOKEN_FILE));
        }
        return new OperationsApi(checked(address), chosen, settings.operations());
    }

    /** The Kafka of the same installation. */
    KafkaConnection kafka(@Nullable KafkaOptions options) {
        return client.kafka(options, defaultInstallation);
    }

    private @Nullable Supplier<String> token(ClientSettings settings) {
        String given = token == null ? variable(TOKEN_VARIABLE).orElse(null) : token;
        if (tokenFile == null && given != null) {
            return () -> given;
        }
        Path file = tokenFile == null
                ? settings.get(ClientSettings.OPERATIONS_TOKEN_FILE)
                        .map(Path::of)
                        .orElse(null)
                : tokenFile;
        return file == null ? null : () -> read(file);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static URI uri(String name, String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CliException("%s is not a URL: %s".formatted(name, text), e);
        }
    }

    private static URI checked(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw new CliException("the address of the operations API must be a URL such as"
                    + " https://operations.example.com, but is " + url);
        }
        return url;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new CliException("cannot read the token file " + file, e);
        }
    }
}
