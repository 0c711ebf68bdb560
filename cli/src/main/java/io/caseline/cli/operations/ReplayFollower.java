package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Shows the progress of a replay until it ends or pauses. The replay does not depend on it.
 */
final class ReplayFollower {

    private static final long POLL_MILLIS = 500;

    /** Longer than a case-processor needs to restart. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final OperationsApi api;
    private final PrintWriter console;
    private final ProgressLine progress;

    ReplayFollower(OperationsApi api, PrintWriter console, boolean terminal) {
        this.api = api;
        this.console = console;
        this.progress = new ProgressLine(console, terminal);
    }

    /** Returns the replay's last state. */
    JsonNode follow(long id) throws InterruptedException {
        Thread farewell = new Thread(() -> sayGoodbye(id));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return untilItStops(id);
        } finally {
            progress.clear();
            Runtime.getRuntime().removeShutdownHook(farewell);
        }
    }

    private JsonNode untilItStops(long id) throws InterruptedException {
        long lastAnswer = System.nanoTime();
        while (true) {
            try {
                JsonNode answer = api.get("/replays/" + id, new Query());
                lastAnswer = System.nanoTime();
                ReplayView replay = OperationsApi.as(ReplayView.class, answer);
                if (!replay.isActive()) {
                    return answer;
                }
                progress.show(ProgressBar.of(replay), ProgressBar.words(replay));
            } catch (CliException e) {
                boolean noResponse = e.getCause() instanceof IOException;
                if (!noResponse || System.nanoTime() - lastAnswer > PATIENCE.toNanos()) {
                    throw new CliException("%s; replay %d goes on".formatted(e.getMessage(), id), e);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** At Ctrl-C. */
    private void sayGoodbye(long id) {
        console.printf(
                "%nreplay %1$d goes on; caseline replay show %1$d --follow shows it again, caseline replay pause %1$d"
                        + " --reason … stops it%n",
                id);
        console.flush();
    }
}
