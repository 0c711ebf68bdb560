package io.caseline.local;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Notices that the client has ended for which this container runs, as with {@code docker compose run caseline events |
 * head -1}: the engine keeps the container, and closes its standard input. An input that is closed from the start says
 * nothing, as there was none.
 */
final class ContainerInput {

    private static final long CLOSED_FROM_THE_START = TimeUnit.MILLISECONDS.toNanos(200);

    private ContainerInput() {}

    /** Ends this JVM, as Ctrl-C does, when the input ends. */
    static void watch() {
        Thread.ofPlatform().daemon().name("container-input").start(() -> {
            long began = System.nanoTime();
            try {
                while (System.in.read() >= 0) {
                    // nothing here takes input
                }
            } catch (IOException e) {
                return;
            }
            if (System.nanoTime() - began > CLOSED_FROM_THE_START) {
                System.exit(130);
            }
        });
    }
}
