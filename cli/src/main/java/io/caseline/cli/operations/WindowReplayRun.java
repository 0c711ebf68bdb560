package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts by a dry run which cases of a time window are missing, asks, starts the replay, and follows it.
 *
 * @param window from, to, and the program if there is one
 */
record WindowReplayRun(
        CommandLine command, ApiOptions options, ReplayOptions how, Terminal terminal, ObjectNode window) {
    private static final String PATH = "/window-replays";
    private static final long POLL_MILLIS = 500;

    private record Window(
            long commands,
            long existing,
            long missing,
            long open,
            long failed,
            long discarded,
            @Nullable String logStartsAt,
            @Nullable String problem) {

        void print(PrintWriter out) {
            out.println(Count.of(commands, "command") + " of that time");
            out.printf("  %,d cases exist%n", existing);
            out.printf("  %,d without an outcome, %,d failed, %,d discarded: left alone%n", open, failed, discarded);
            if (logStartsAt != null) {
                out.printf("  Kafka has all commands only from %s on: earlier cases cannot be found%n", logStartsAt);
            }
            out.println(Count.of(missing, "case", "is missing", "are missing"));
        }
    }

    int run() throws InterruptedException {
        if (how.reason() == null && !how.dryRun()) {
            throw new ParameterException(command, "Missing required option: '--reason=TEXT'");
        }
        OperationsApi api = options.api();
        JsonNode counted = count(api);
        Window found = OperationsApi.as(Window.class, counted.path("window"));
        if (how.dryRun() && options.json()) {
            command.getOut().println(counted);
        } else {
            found.print(messages());
        }
        if (found.missing() == 0) {
            return ExitCode.NOTHING_MATCHES;
        }
        if (how.dryRun()) {
            return ExitCode.DONE;
        }
        String statement = "This creates %s again.".formatted(Count.of(found.missing(), "case"));
        if (!new Confirmation(command, terminal, how.yes()).given(statement, messages())) {
            return ExitCode.NOT_CONFIRMED;
        }
        return start(api);
    }

    private JsonNode count(OperationsApi api) throws InterruptedException {
        JsonNode search = api.post(PATH, request().put("dryRun", true));
        String path = PATH + "/" + search.path("replay").path("id").asLong();
        String told = "";
        while (search.path("replay").path("state").asString().equals("SEARCHING")) {
            String problem = search.path("window").path("problem").asString("");
            if (!problem.isEmpty() && !problem.equals(told)) {
                messages().println("the search waits: " + problem);
                told = problem;
            }
            Thread.sleep(POLL_MILLIS);
            search = api.get(path, new Query());
        }
        if (!search.path("replay").path("state").asString().equals("FINISHED")) {
            throw new CliException("the search was cancelled");
        }
        return search;
    }

    private int start(OperationsApi api) throws InterruptedException {
        JsonNode started = api.post(PATH, request());
        long id = started.path("replay").path("id").asLong();
        messages().printf("replay %d has started; it searches first%n", id);
        if (how.detach()) {
            if (options.json()) {
                command.getOut().println(started);
            }
            return ExitCode.DONE;
        }
        return ReplayRun.follow(command, options, terminal, api, id);
    }

    private ObjectNode request() {
        ObjectNode body = window.deepCopy();
        how.addTo(body);
        return body;
    }

    /** What is not the result goes to the error stream when the result is for a script. */
    private PrintWriter messages() {
        return options.json() ? command.getErr() : command.getOut();
    }
}
