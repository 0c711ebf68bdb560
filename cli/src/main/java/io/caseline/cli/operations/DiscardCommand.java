package io.caseline.cli.operations;

import io.caseline.cli.Installation;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "discard",
        description =
                "Gives failed submissions up for good. Their personal data is deleted, and partners see the status.",
        mixinStandardHelpOptions = true,
        footer = "Exit codes: 0 done, 3 nothing matches, 5 not confirmed.")
public final class DiscardCommand implements Callable<Integer> {

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--all", description = "All failed submissions. Required without a filter.")
    private boolean all;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit. Required, unless --dry-run.")
    private @Nullable String reason;

    @Option(names = "--dry-run", description = "Counts only.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Does not ask for confirmation.")
    private boolean yes;

    @Mixin
    private final ApiOptions api;

    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    public DiscardCommand(Installation defaultInstallation) {
        this(defaultInstallation, System.getenv(), Terminal.system());
    }

    DiscardCommand(Installation defaultInstallation, Map<String, String> environment, Terminal terminal) {
        this.api = new ApiOptions(defaultInstallation, environment);
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        FilterOptions.check(spec.commandLine(), filter, all);
        if (reason == null && !dryRun) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--reason=TEXT'");
        }
        OperationsApi connected = api.api();
        PrintWriter messages =
                api.json() ? spec.commandLine().getErr() : spec.commandLine().getOut();
        JsonNode counted = connected.post("/discards", request(null).put("dryRun", true));
        int matching = counted.path("matching").asInt();
        messages.println(Count.of(matching, "failed submission", "matches", "match"));
        if (dryRun || matching == 0) {
            printJson(matching, 0);
            return matching == 0 ? ExitCode.NOTHING_MATCHES : ExitCode.DONE;
        }
        String statement = "This discards %s for good.".formatted(Count.of(matching, "submission"));
        if (!new Confirmation(spec.commandLine(), terminal, yes).given(statement, messages)) {
            return ExitCode.NOT_CONFIRMED;
        }
        int discarded = discardAll(connected, Instant.parse(counted.path("asOf").asString()), messages);
        messages.println(Count.of(discarded, "submission", "is discarded", "are discarded"));
        printJson(matching, discarded);
        return ExitCode.DONE;
    }

    /** The API discards a bounded number a call. */
    private int discardAll(OperationsApi connected, Instant seen, PrintWriter messages) throws InterruptedException {
        int discarded = 0;
        JsonNode page;
        do {
            page = connected.post("/discards", request(seen));
            discarded += page.path("discarded").asInt();
        } while (page.path("more").asBoolean() && page.path("discarded").asInt() > 0);
        int inReplays = page.path("inOpenReplays").asInt();
        if (inReplays > 0) {
            messages.println(Count.of(inReplays, "submission", "is", "are") + " in an open replay, and left alone");
        }
        return discarded;
    }

    private void printJson(int matching, int discarded) {
        if (api.json()) {
            spec.commandLine()
                    .getOut()
                    .println(OperationsApi.JSON
                            .createObjectNode()
                            .put("matching", matching)
                            .put("discarded", discarded));
        }
    }

    private ObjectNode request(@Nullable Instant seen) {
        ObjectNode body = OperationsApi.JSON.createObjectNode();
        ObjectNode chosen = filter.json(seen);
        body.set("filter", chosen);
        body.put("all", chosen.isEmpty());
        return reason == null ? body : body.put("reason", reason);
    }
}
