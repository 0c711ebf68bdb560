package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.ClientOptions;
import io.caseline.cli.ClientSettings;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.KafkaOptions;
import io.caseline.cli.directory.DirectoryFile.Format;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "directory",
        description = "Loads and shows the merchants, stores, tellers and accounts that the association rules use.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class DirectoryCommand {

    private final Installation defaultInstallation;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public DirectoryCommand(Installation defaultInstallation) {
        this.defaultInstallation = defaultInstallation;
    }

    static final class LoadOptions extends KafkaOptions {
        @Option(
                names = "--sealing-keyset",
                paramLabel = "FILE",
                required = true,
                description = "The key set that seals the file's personal data.")
        @SuppressWarnings("NullAway.Init")
        private Path sealingKeySet;
    }

    static final class DatabaseOptions {
        @Option(
                names = "--database-url",
                paramLabel = "URL",
                required = true,
                description = "JDBC URL of the database of teller-processor.")
        @SuppressWarnings("NullAway.Init")
        private String url;

        @Option(names = "--database-user", paramLabel = "USER", description = "Default: tellers.")
        private String user = "tellers";

        @Option(
                names = "--database-password-file",
                paramLabel = "FILE",
                required = true,
                description = "File that holds the user's password.")
        @SuppressWarnings("NullAway.Init")
        private Path passwordFile;

        private DatabaseConnection connection() {
            try {
                return new DatabaseConnection(
                        url, user, Files.readString(passwordFile).strip());
            } catch (IOException e) {
                throw new CliException("cannot read the password file " + passwordFile, e);
            }
        }
    }

    @Command(
            description =
                    "Loads a CSV or NDJSON file, see docs/guides/directory.md. A file with an invalid line loads nothing.",
            mixinStandardHelpOptions = true)
    int load(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--format", paramLabel = "F", description = "csv or ndjson; default: by file extension.")
                    @Nullable
                    Format format,
            @Option(names = "--skip-invalid", description = "Skips invalid lines and loads the others.")
                    boolean skipInvalid,
            @Option(names = "--check", description = "Checks the file without loading it.") boolean check,
            @Option(names = "--no-wait", description = "Does not wait until teller-processor has applied the file.")
                    boolean noWait,
            @ArgGroup(exclusive = false) @Nullable LoadOptions options,
            @Mixin ClientOptions client)
            throws IOException, InterruptedException {
        Consumer<String> console = spec.commandLine().getOut()::println;
        var load = new DirectoryLoad(file, format, skipInvalid, console, InstantSource.system());
        if (check) {
            return load.checkOnly() ? 0 : 1;
        }
        KafkaConnection kafka = client.kafka(options, defaultInstallation);
        Supplier<Sealing> sealing = options != null
                ? () -> sealing(options.sealingKeySet)
                : client.settings()
                        .get(ClientSettings.SEALING_KEYSET)
                        .<Supplier<Sealing>>map(keys -> () -> sealing(Path.of(keys)))
                        .orElse(defaultInstallation::sealing);
        return load.run(kafka, sealing, !noWait) ? 0 : 1;
    }

    @Command(description = "Shows an entity as teller-processor has stored it.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(
                            paramLabel = "ID",
                            arity = "1..3",
                            description = "teller|fscc0342|t-17, or as separate words: teller fscc0342 t-17.")
                    List<String> id,
            @ArgGroup(exclusive = false) @Nullable DatabaseOptions options,
            @Mixin ClientOptions client) {
        new DirectoryLookup(options == null ? client.tellerDatabase(defaultInstallation) : options.connection())
                .find(String.join("|", id))
                .forEach((name, value) -> spec.commandLine().getOut().printf("%-20s %s%n", name, value));
        return 0;
    }

    private static Sealing sealing(Path keys) {
        if (!Files.isReadable(keys)) {
            throw new CliException("cannot read the key set %s".formatted(keys));
        }
        return Sealing.from(keys);
    }
}
