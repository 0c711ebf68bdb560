package io.caseline.cli.operations;

import io.caseline.cli.Times;
import io.caseline.cli.operations.ReplayView.Canary;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "show",
        description = "Shows a replay: what was chosen, how far it is, and what failed again.",
        mixinStandardHelpOptions = true,
        footer = "Exit code with --follow: as for replay start.")
final class ReplayShowCommand implements Callable<Integer> {

    @Parameters(paramLabel = "REPLAY")
    private long id;

    @Option(names = "--follow", description = "Shows the progress until the replay ends or pauses, or Ctrl-C.")
    private boolean follow;

    @Mixin
    private final ApiOptions api;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ReplayShowCommand(ApiOptions api, Terminal terminal) {
        this.api = api;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        OperationsApi connected = api.api();
        if (follow) {
            return ReplayRun.follow(spec.commandLine(), api, terminal, connected, id);
        }
        JsonNode answer = connected.get("/replays/" + id, new Query());
        PrintWriter out = spec.commandLine().getOut();
        if (api.json()) {
            out.println(answer);
        } else {
            print(OperationsApi.as(ReplayView.class, answer), out);
        }
        return ExitCode.DONE;
    }

    private static void print(ReplayView replay, PrintWriter out) {
        replay.summary().forEach(out::println);
        if (replay.isActive()) {
            out.println(ProgressBar.of(replay));
        }
        line(out, "filter", Query.readable(replay.filter()));
        line(out, "reason", replay.reason());
        line(out, "started", "%s by %s".formatted(Times.shown(replay.startedAt()), replay.startedBy()));
        line(out, "ended", Times.shown(replay.endedAt()));
        line(out, "rate", replay.rate() == null ? null : "%,d a second".formatted(replay.rate()));
        Canary canary = replay.canary();
        if (canary != null) {
            line(
                    out,
                    "canary",
                    "%,d, of which %d %% must be created%s"
                            .formatted(canary.size(), canary.percent(), replay.canaryPassed() ? "; passed" : ""));
        }
    }

    private static void line(PrintWriter out, String name, @Nullable String value) {
        if (value != null) {
            out.printf("  %-8s %s%n", name, value);
        }
    }
}
