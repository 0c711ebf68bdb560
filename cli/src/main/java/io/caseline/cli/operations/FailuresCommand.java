package io.caseline.cli.operations;

import io.caseline.cli.Installation;
import io.caseline.cli.PositiveConverter;
import io.caseline.cli.Times;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
        name = "failures",
        description = "Counts failed submissions by program and reason; --list lists them.",
        mixinStandardHelpOptions = true,
        footer = "Exit code 3: nothing matches.")
public final class FailuresCommand implements Callable<Integer> {

    @Mixin
    private final ApiOptions api;

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--list", description = "Lists the submissions, the latest first.")
    private boolean list;

    @Option(
            names = "--max",
            paramLabel = "N",
            converter = PositiveConverter.class,
            description = "Lists at most N submissions. Default: 50.")
    private int max = 50;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public FailuresCommand(Installation defaultInstallation) {
        this(defaultInstallation, System.getenv());
    }

    FailuresCommand(Installation defaultInstallation, Map<String, String> environment) {
        this.api = new ApiOptions(defaultInstallation, environment);
    }

    /** One line of the overview. */
    record Group(
            @Nullable String program,
            @Nullable String code,
            @Nullable String fields,
            long count,
            String oldest,
            String newest,
            long inReplay,
            long quarantined) {}

    @Override
    public Integer call() throws InterruptedException {
        return list ? list() : groups();
    }

    private int groups() throws InterruptedException {
        JsonNode answer = api.api().get("/submissions/groups", filter.query());
        PrintWriter out = spec.commandLine().getOut();
        JsonNode groups = answer.path("groups");
        if (api.json()) {
            groups.forEach(out::println);
            return groups.isEmpty() ? ExitCode.NOTHING_MATCHES : ExitCode.DONE;
        }
        if (groups.isEmpty()) {
            out.println("no failed submission matches");
            return ExitCode.NOTHING_MATCHES;
        }
        Table table =
                new Table(">failed", "program", "code", "fields", "oldest", "newest", ">in replays", ">quarantined");
        for (JsonNode node : groups) {
            Group group = OperationsApi.as(Group.class, node);
            table.add(
                    group.count(),
                    group.program(),
                    group.code(),
                    group.fields(),
                    Times.shown(group.oldest()),
                    Times.shown(group.newest()),
                    group.inReplay(),
                    group.quarantined());
        }
        table.lines().forEach(out::println);
        out.printf(
                "%s in %s%n",
                Count.of(answer.path("total").asLong(), "failed submission"), Count.of(groups.size(), "group"));
        return ExitCode.DONE;
    }

    private int list() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Table table = new Table(
                "correlation id", "failed", "program", "code", "fields", ">attempts", ">replays", "in replay");
        Pages pages = new Pages(api.api(), "/submissions", "cursor", filter::query);
        int count = pages.forEach(max, item -> {
            if (api.json()) {
                out.println(item);
                return;
            }
            Submission submission = OperationsApi.as(Submission.class, item);
            table.add(
                    submission.correlationId(),
                    Times.shown(submission.updatedAt()),
                    submission.program(),
                    submission.failureCode(),
                    String.join(",", submission.failureFields()),
                    submission.attempts(),
                    submission.replays(),
                    submission.replay());
        });
        if (!api.json()) {
            (count == 0 ? List.of("no failed submission matches") : table.lines()).forEach(out::println);
            if (pages.hasMore()) {
                out.printf("and more; --max N lists more than %,d%n", max);
            }
        }
        return count == 0 ? ExitCode.NOTHING_MATCHES : ExitCode.DONE;
    }
}
