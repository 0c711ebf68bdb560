package io.caseline.cli.operations;

import io.caseline.cli.PositiveConverter;
import io.caseline.cli.Times;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Lists replays, the latest first.", mixinStandardHelpOptions = true)
final class ReplayListCommand implements Callable<Integer> {

    @Option(
            names = "--max",
            paramLabel = "N",
            converter = PositiveConverter.class,
            description = "At most N replays. Default: 20.")
    private int max = 20;

    @Mixin
    private final ApiOptions api;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ReplayListCommand(ApiOptions api) {
        this.api = api;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table(">replay", "state", ">submissions", "started", "by", "reason");
        int count = new Pages(api.api(), "/replays", "before", Query::new).forEach(max, item -> {
            if (api.json()) {
                out.println(item);
                return;
            }
            ReplayView replay = OperationsApi.as(ReplayView.class, item);
            table.add(
                    Long.toString(replay.id()),
                    replay.state(),
                    replay.total(),
                    Times.shown(replay.startedAt()),
                    replay.startedBy(),
                    replay.reason());
        });
        if (!api.json()) {
            (count == 0 ? List.of("there is no replay") : table.lines()).forEach(out::println);
        }
        return count == 0 ? ExitCode.NOTHING_MATCHES : ExitCode.DONE;
    }
}
