package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * Shows the progress of a replay until it ends or pauses: as a bar that a terminal overwrites, else as a line every few
 * seconds. The replay does not depend on it.
 */
final class ReplayFollower {

    private static final long POLL_MILLIS = 500;
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    /** Longer than a case-processor needs to restart. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final OperationsApi api;
    private final PrintWriter console;
    private final boolean terminal;
    private int shown;

    ReplayFollower(OperationsApi api, PrintWriter console, boolean terminal) {
        this.api = api;
        this.console = console;
        this.terminal = terminal;
    }

    /** Returns the replay's last state. */
    JsonNode follow(long id) throws InterruptedException {
        Thread farewell = new Thread(() -> sayGoodbye(id));
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return untilItStops(id);
        } finally {
            clear();
            Runtime.getRuntime().removeShutdownHook(farewell);
        }
    }

    private JsonNode untilItStops(long id) throws InterruptedException {
        long lastLine = System.nanoTime();
        long lastAnswer = System.nanoTime();
        while (true) {
            try {
                JsonNode answer = api.get("/replays/" + id, new Query());
                lastAnswer = System.nanoTime();
                ReplayView replay = OperationsApi.as(ReplayView.class, answer);
                if (!replay.isActive()) {
                    return answer;
                }
                if (terminal) {
                    overwrite(ProgressBar.of(replay));
                } else if (System.nanoTime() - lastLine > LINE_EVERY.toNanos()) {
                    lastLine = System.nanoTime();
                    console.println(ProgressBar.words(replay));
                }
            } catch (CliException e) {
                boolean noResponse = e.getCause() instanceof IOException;
                if (!noResponse || System.nanoTime() - lastAnswer > PATIENCE.toNanos()) {
                    throw new CliException("%s; replay %d goes on".formatted(e.getMessage(), id), e);
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private void overwrite(String line) {
        console.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        console.flush();
        shown = line.length();
    }

    private void clear() {
        if (shown > 0) {
            overwrite("");
            console.print("\r");
            console.flush();
            shown = 0;
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
