package io.caseline.cli.operations;

import java.io.PrintWriter;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Searches a time window for missing cases, asks, and replays them. The search takes its time, so that a dry run is a replay
 * that ends with its search.
 */
record WindowReplayRun(
        CommandLine command, ApiOptions options, ReplayOptions how, Terminal terminal, Supplier<ObjectNode> request) {

    private static final String PATH = "/window-replays";
    private static final long POLL_MILLIS = 500;

    int run() throws InterruptedException {
        if (how.reason() == null) {
            throw new ParameterException(command, "Missing required option: '--reason=TEXT'");
        }
        OperationsApi api = options.api();
        JsonNode searched = search(api);
        WindowSearch found = OperationsApi.as(WindowSearch.class, searched.path("window"));
        if (how.dryRun() && options.json()) {
            command.getOut().println(searched);
        } else {
            found.result().forEach(messages()::println);
        }
        if (!searched.at("/replay/state").asString("").equals("FINISHED")) {
            messages().println("the search was cancelled");
            return ExitCode.INCOMPLETE;
        }
        if (found.missing() == 0) {
            return ExitCode.NOTHING_MATCHES;
        }
        if (how.dryRun()) {
            return ExitCode.DONE;
        }
        String statement = "This creates %s again.".formatted(Count.of(found.missing(), "missing case"));
        if (!new Confirmation(command, terminal, how.yes()).given(statement, messages())) {
            return ExitCode.NOT_CONFIRMED;
        }
        JsonNode started = api.post(PATH, body(false));
        long id = started.at("/replay/id").asLong();
        messages().printf("replay %d has started; it searches again first%n", id);
        if (how.detach()) {
            if (options.json()) {
                command.getOut().println(started.path("replay"));
            }
            return ExitCode.DONE;
        }
        return ReplayRun.follow(command, options, terminal, api, id);
    }

    private JsonNode search(OperationsApi api) throws InterruptedException {
        JsonNode answer = api.post(PATH, body(true));
        ProgressLine progress = new ProgressLine(command.getErr(), terminal.interactive());
        while (answer.at("/replay/state").asString("").equals("SEARCHING")) {
            WindowSearch soFar = OperationsApi.as(WindowSearch.class, answer.path("window"));
            progress.show(soFar.progress(), soFar.progress());
            Thread.sleep(POLL_MILLIS);
            answer = api.get(PATH + "/" + answer.at("/replay/id").asLong(), new Query());
        }
        progress.clear();
        return answer;
    }

    private ObjectNode body(boolean dryRun) {
        ObjectNode body = request.get();
        how.addTo(body);
        return body.put("dryRun", dryRun);
    }

    private PrintWriter messages() {
        return options.json() ? command.getErr() : command.getOut();
    }
}
