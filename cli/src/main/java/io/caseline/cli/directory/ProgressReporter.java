package io.caseline.cli.directory;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Reports the progress of a long operation every few seconds. */
final class ProgressReporter {

    private static final long STEP = Duration.ofSeconds(5).toNanos();

    private final Consumer<String> console;
    private long last = System.nanoTime();

    ProgressReporter(Consumer<String> console) {
        this.console = console;
    }

    void at(long number, LongFunction<String> message) {
        if (System.nanoTime() - last > STEP) {
            last = System.nanoTime();
            console.accept(message.apply(number));
        }
    }
}
