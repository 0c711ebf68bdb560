package io.caseline.cli.operations;

import io.caseline.cli.TimeConverter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "window",
        description = {
            "Reads the commands of a time window from Kafka again, for an org that was restored from a backup. Cases that"
                    + " still exist are left alone."
        },
        mixinStandardHelpOptions = true,
        footer = "Exit codes as for replay start.")
final class ReplayWindowCommand implements Callable<Integer> {

    @Option(
            names = "--from",
            paramLabel = "T",
            required = true,
            converter = TimeConverter.class,
            description = {
                "Of commands accepted at this time or later, such as",
                "2026-01-09T13:25:45Z, or 90m, 2h, 7d for so long ago."
            })
    @SuppressWarnings("NullAway.Init")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "T",
            required = true,
            converter = TimeConverter.class,
            description = "Of commands accepted before this time.")
    @SuppressWarnings("NullAway.Init")
    private Instant to;

    @Option(names = "--program", paramLabel = "P", description = "Of this program. Default: all.")
    private @Nullable String program;

    @Mixin
    private final ReplayOptions how = new ReplayOptions();

    @Mixin
    private final ApiOptions api;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ReplayWindowCommand(ApiOptions api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return new WindowReplayRun(spec.commandLine(), api, how, terminal, window()).run();
    }

    private ObjectNode window() {
        ObjectNode body = OperationsApi.JSON.createObjectNode();
        body.put("from", from.toString()).put("to", to.toString());
        return program == null ? body : body.put("program", program);
    }
}
