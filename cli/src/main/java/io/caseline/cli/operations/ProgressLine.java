package io.caseline.cli.operations;

import java.io.PrintWriter;
import java.time.Duration;

/** Shows progress: a line that a terminal overwrites, else a new line every few seconds. */
final class ProgressLine {

    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    private final PrintWriter console;
    private final boolean terminal;
    private int shown;
    private long lastLine = System.nanoTime();

    ProgressLine(PrintWriter console, boolean terminal) {
        this.console = console;
        this.terminal = terminal;
    }

    /** @param words what is shown where there is no terminal */
    void show(String line, String words) {
        if (terminal) {
            overwrite(line);
        } else if (System.nanoTime() - lastLine > LINE_EVERY.toNanos()) {
            lastLine = System.nanoTime();
            console.println(words);
        }
    }

    void clear() {
        if (shown > 0) {
            overwrite("");
            console.print("\r");
            console.flush();
        }
    }

    private void overwrite(String line) {
        console.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
        console.flush();
        shown = line.length();
    }
}
