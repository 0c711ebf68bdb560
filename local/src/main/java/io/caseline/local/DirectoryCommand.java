package io.caseline.local;

import io.caseline.local.directory.DirectoryLoad;
import io.caseline.local.directory.DirectoryLookup;
import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Ports;
import io.caseline.local.parts.Refusal;
import io.caseline.local.parts.Running;
import io.caseline.local.parts.Secrets;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "directory",
        description = "The merchants, stores, tellers and accounts that associations are judged by.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DirectoryCommand {

    @ParentCommand
    @SuppressWarnings("NullAway.Init")
    private Caseline caseline;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** Another system than this home's; all of it, as half of one and half of the other is neither. */
    static final class Elsewhere {
        @Option(names = "--kafka", paramLabel = "HOST:PORT", required = true, description = "Another system's Kafka.")
        @SuppressWarnings("NullAway.Init")
        private String kafka;

        @Option(names = "--registry", paramLabel = "URL", required = true, description = "Its schema registry.")
        @SuppressWarnings("NullAway.Init")
        private String registry;

        @Option(
                names = "--sealing-keyset",
                paramLabel = "FILE",
                required = true,
                description = "The key set that seals its personal data.")
        @SuppressWarnings("NullAway.Init")
        private Path sealingKeySet;
    }

    @Command(
            description =
                    "Loads a CSV or NDJSON file, see docs/guides/directory.md; a file with a fault loads nothing.",
            mixinStandardHelpOptions = true)
    int load(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(names = "--format", paramLabel = "F", description = "csv or ndjson; default: by the file's ending.")
                    @Nullable
                    Format format,
            @Option(names = "--skip-invalid", description = "Loads the valid lines of a file with faults.")
                    boolean skipInvalid,
            @Option(names = "--check", description = "Checks the file, and loads nothing.") boolean check,
            @Option(names = "--no-wait", description = "Does not wait for teller-processor to apply it.")
                    boolean noWait,
            @ArgGroup(exclusive = false) @Nullable Elsewhere elsewhere)
            throws IOException, InterruptedException {
        Consumer<String> console = spec.commandLine().getOut()::println;
        var load = new DirectoryLoad(
                file, format == null ? null : format.name(), skipInvalid, console, InstantSource.system());
        if (check) {
            return load.checkOnly() ? 0 : 1;
        }
        if (elsewhere != null) {
            var messaging = new Messaging(elsewhere.kafka, elsewhere.registry);
            Path keys = elsewhere.sealingKeySet;
            return load.run(messaging, () -> sealing(keys), !noWait) ? 0 : 1;
        }
        var home = caseline.home();
        var messaging = Messaging.of(Ports.remembered(home));
        return load.run(messaging, () -> Sealing.from(new Secrets(home).sealingKeySet()), !noWait) ? 0 : 1;
    }

    @Command(description = "Shows an entity as teller-processor has it.", mixinStandardHelpOptions = true)
    int show(
            @Parameters(
                            paramLabel = "ID",
                            arity = "1..3",
                            description = "teller|fscc0342|t-17 or, in words: teller fscc0342 t-17.")
                    List<String> id) {
        var home = caseline.home();
        if (Running.of(home).supervisor().isEmpty()) {
            throw new Refusal("the system is not up; ./caseline up -d starts it");
        }
        String url = Ports.remembered(home).databaseUrl("tellers");
        new DirectoryLookup(url, new Secrets(home).databasePassword("tellers"))
                .find(String.join("|", id))
                .forEach((name, value) -> spec.commandLine().getOut().printf("%-20s %s%n", name, value));
        return 0;
    }

    enum Format {
        csv,
        ndjson
    }

    private static Sealing sealing(Path keys) {
        if (!Files.isReadable(keys)) {
            throw new Refusal("there is no key set %s that can be read".formatted(keys));
        }
        return Sealing.from(keys);
    }
}
