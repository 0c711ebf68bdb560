package io.caseline.cli.operations;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts what a replay would send, asks, starts the replay, and follows it.
 *
 * @param request the request for submissions that had failed when they were counted; null for the count itself
 */
record ReplayRun(
        CommandLine command,
        ApiOptions options,
        ReplayOptions how,
        Terminal terminal,
        Function<@Nullable Instant, ObjectNode> request) {

    private static final String PATH = "/replays";

    int run() throws InterruptedException {
        if (how.reason() == null && !how.dryRun()) {
            throw new ParameterException(command, "Missing required option: '--reason=TEXT'");
        }
        OperationsApi api = options.api();
        JsonNode counted = api.post(PATH, request(null).put("dryRun", true));
        DryRun dryRun = OperationsApi.as(DryRun.class, counted);
        PrintWriter out = command.getOut();
        if (how.dryRun() && options.json()) {
            out.println(counted);
        } else {
            dryRun.print(messages());
        }
        if (dryRun.toReplay() == 0) {
            return ExitCode.NOTHING_MATCHES;
        }
        if (how.dryRun()) {
            return ExitCode.DONE;
        }
        if (!confirmed("This replays %s.".formatted(Count.of(dryRun.toReplay(), "submission")))) {
            return ExitCode.NOT_CONFIRMED;
        }
        return start(api, dryRun);
    }

    private int start(OperationsApi api, DryRun dryRun) throws InterruptedException {
        JsonNode started = api.post(PATH, request(dryRun.asOf()));
        ReplayView replay = OperationsApi.as(ReplayView.class, started);
        messages()
                .printf(
                        "replay %d has started with %s%s%n",
                        replay.id(),
                        Count.of(replay.total(), "submission"),
                        counted(dryRun.toReplay(), replay.total()));
        if (how.detach()) {
            if (options.json()) {
                command.getOut().println(started);
            }
            return ExitCode.DONE;
        }
        return follow(command, options, terminal, api, replay.id());
    }

    /** Follows a replay and prints how it has ended. */
    static int follow(CommandLine command, ApiOptions options, Terminal terminal, OperationsApi api, long id)
            throws InterruptedException {
        JsonNode last = new ReplayFollower(api, command.getErr(), terminal.interactive()).follow(id);
        ReplayView replay = OperationsApi.as(ReplayView.class, last);
        if (options.json()) {
            command.getOut().println(last);
        } else {
            replay.summary().forEach(command.getOut()::println);
        }
        return replay.isComplete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private boolean confirmed(String question) {
        return new Confirmation(command, terminal, how.yes()).given(question, messages());
    }

    private ObjectNode request(@Nullable Instant seen) {
        ObjectNode body = request.apply(seen);
        how.addTo(body);
        return body;
    }

    /** What is not the result goes to the error stream when the result is for a script. */
    private PrintWriter messages() {
        return options.json() ? command.getErr() : command.getOut();
    }

    /** Others may act, and outcomes may be committed, between the count and the start. */
    private static String counted(int before, int now) {
        return before == now ? "" : " (%,d when they were counted)".formatted(before);
    }
}
