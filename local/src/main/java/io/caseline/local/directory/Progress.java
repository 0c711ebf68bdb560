package io.caseline.local.directory;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Says how far a long work is, every few seconds. */
final class Progress {

    private static final long STEP = Duration.ofSeconds(5).toNanos();

    private final Consumer<String> console;
    private long last = System.nanoTime();

    Progress(Consumer<String> console) {
        this.console = console;
    }

    void at(long number, LongFunction<String> words) {
        if (System.nanoTime() - last > STEP) {
            last = System.nanoTime();
            console.accept(words.apply(number));
        }
    }
}
