package io.caseline.cli.operations;

import io.caseline.cli.Installation;
import io.caseline.cli.PositiveConverter;
import io.caseline.cli.Times;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        description = "Lists what operators have done, the latest first.",
        mixinStandardHelpOptions = true,
        footer = "Exit code 3: nothing matches.")
public final class AuditCommand implements Callable<Integer> {

    @Option(names = "--id", paramLabel = "ID", description = "With the submission of this correlation id.")
    private @Nullable UUID id;

    @Option(names = "--replay", paramLabel = "REPLAY", description = "With this replay.")
    private @Nullable Long replay;

    @Option(
            names = "--max",
            paramLabel = "N",
            converter = PositiveConverter.class,
            description = "At most N actions. Default: 50.")
    private int max = 50;

    @Mixin
    private final ApiOptions api;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public AuditCommand(Installation defaultInstallation) {
        this(defaultInstallation, System.getenv());
    }

    AuditCommand(Installation defaultInstallation, Map<String, String> environment) {
        this.api = new ApiOptions(defaultInstallation, environment);
    }

    /** An action of an operator. */
    record Action(
            String at,
            String actor,
            String action,
            @Nullable String reason,
            @Nullable String correlationId,
            @Nullable Long replay,
            @Nullable String program,
            @Nullable String filter,
            @Nullable String result) {

        private @Nullable String subject() {
            if (replay != null) {
                return "replay " + replay;
            }
            return correlationId != null ? correlationId : program != null ? program : Query.readable(filter);
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table("time", "who", "action", "on", "reason", "result");
        Pages pages = new Pages(
                api.api(),
                "/audit",
                "before",
                () -> new Query().with("correlationId", id).with("replay", replay));
        int count = pages.forEach(max, item -> {
            if (api.json()) {
                out.println(item);
                return;
            }
            Action action = OperationsApi.as(Action.class, item);
            table.add(
                    Times.shown(action.at()),
                    action.actor(),
                    action.action(),
                    action.subject(),
                    action.reason(),
                    action.result());
        });
        if (!api.json()) {
            (count == 0 ? List.of("no action matches") : table.lines()).forEach(out::println);
        }
        return count == 0 ? ExitCode.NOTHING_MATCHES : ExitCode.DONE;
    }
}
