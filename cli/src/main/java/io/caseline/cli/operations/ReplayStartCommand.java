package io.caseline.cli.operations;

import io.caseline.cli.PositiveConverter;
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
        name = "start",
        description = "Counts the failed submissions that match, asks, sends them again, and shows the progress.",
        mixinStandardHelpOptions = true,
        footer = {
            "Exit codes: 0 all were created (--detach: the replay has started), 3 nothing",
            "to replay, 4 paused, cancelled, or some failed again, 5 not confirmed."
        })
final class ReplayStartCommand implements Callable<Integer> {

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--all", description = "All failed submissions. Required without a filter.")
    private boolean all;

    @Option(
            names = "--limit",
            paramLabel = "N",
            converter = PositiveConverter.class,
            description = "At most N submissions, those that failed first.")
    private @Nullable Integer limit;

    @Option(
            names = "--include-quarantined",
            description = "Includes submissions that have failed in too many replays already.")
    private boolean includeQuarantined;

    @Mixin
    private final ReplayOptions how = new ReplayOptions();

    @Mixin
    private final ApiOptions api;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ReplayStartCommand(ApiOptions api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        FilterOptions.check(spec.commandLine(), filter, all);
        return new ReplayRun(spec.commandLine(), api, how, terminal, this::request).run();
    }

    private ObjectNode request(@Nullable Instant seen) {
        ObjectNode body = OperationsApi.JSON.createObjectNode();
        ObjectNode chosen = filter.json(seen);
        body.set("filter", chosen);
        body.put("all", chosen.isEmpty());
        if (limit != null) {
            body.put("limit", limit);
        }
        return body.put("includeQuarantined", includeQuarantined);
    }
}
