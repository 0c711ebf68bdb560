package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import io.caseline.cli.DatabaseConnection;
import io.caseline.cli.ErrorHandler;
import io.caseline.cli.Installation;
import io.caseline.cli.KafkaConnection;
import io.caseline.cli.OperationsConnection;
import io.caseline.schemas.Sealing;
import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the operators' commands with an answer typed at a terminal, or without a terminal. */
final class OperationsRun {

    private final Installation installation;
    private final Map<String, String> environment;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private @Nullable String typed;

    OperationsRun(Installation installation, Map<String, String> environment) {
        this.installation = installation;
        this.environment = environment;
    }

    /** As in the local installation, which knows where its API is. */
    static OperationsRun local(StubApi api) {
        return new OperationsRun(new At(new OperationsConnection(URI.create(api.url()), () -> "local")), Map.of());
    }

    /** A person at a terminal, who types this. */
    OperationsRun typing(String answer) {
        typed = answer + "\n";
        return this;
    }

    int run(String... arguments) {
        Terminal terminal =
                new Terminal(typed != null, new BufferedReader(new StringReader(typed == null ? "" : typed)));
        CommandLine commands = new CommandLine(new Root())
                .addSubcommand(new FailuresCommand(installation, environment))
                .addSubcommand(ReplayCommand.create(installation, environment, terminal))
                .addSubcommand(new SubmissionCommand(installation, environment))
                .addSubcommand(new DiscardCommand(installation, environment, terminal))
                .addSubcommand(new RepublishCommand(installation, environment, terminal))
                .addSubcommand(new AuditCommand(installation, environment))
                .setExecutionExceptionHandler(new ErrorHandler(Path.of("no.log")));
        return commands.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }

    @Command(name = "caseline")
    private static final class Root {}

    /** Knows the operations API, or nothing. */
    record At(@Nullable OperationsConnection known) implements Installation {

        @Override
        public OperationsConnection operations() {
            if (known == null) {
                throw new CliException("no installation is known");
            }
            return known;
        }

        @Override
        public KafkaConnection kafka() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Sealing sealing() {
            throw new UnsupportedOperationException();
        }

        @Override
        public DatabaseConnection tellerDatabase() {
            throw new UnsupportedOperationException();
        }
    }
}
