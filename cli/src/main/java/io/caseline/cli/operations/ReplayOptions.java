package io.caseline.cli.operations;

import io.caseline.cli.PositiveConverter;
import io.caseline.cli.operations.ReplayView.Canary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** How a replay sends, and how its command behaves. */
final class ReplayOptions {

    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = PositiveConverter.class,
            description = "At most N submissions a second. Default: no limit.")
    private @Nullable Integer rate;

    @Option(
            names = "--canary",
            paramLabel = "SIZE[:PERCENT]",
            converter = CanaryConverter.class,
            description = "Sends SIZE submissions first, and pauses unless PERCENT of them are created. Default: 90.")
    private @Nullable Canary canary;

    @Option(names = "--dry-run", description = "Counts only.")
    private boolean dryRun;

    @Option(
            names = {"-d", "--detach"},
            description = "Returns when the replay has started, without following it.")
    private boolean detach;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the audit. Required, unless --dry-run.")
    private @Nullable String reason;

    @Option(names = "--yes", description = "Does not ask for confirmation.")
    private boolean yes;

    boolean dryRun() {
        return dryRun;
    }

    boolean detach() {
        return detach;
    }

    boolean yes() {
        return yes;
    }

    @Nullable
    String reason() {
        return reason;
    }

    /** Adds what it says to a request. */
    void addTo(ObjectNode request) {
        if (rate != null) {
            request.put("rate", rate);
        }
        if (canary != null) {
            request.putObject("canary").put("size", canary.size()).put("percent", canary.percent());
        }
        if (reason != null) {
            request.put("reason", reason);
        }
    }
}
