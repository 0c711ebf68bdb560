package io.caseline.local.platform;

import java.io.IOException;
import java.time.Duration;

/** One child process of the system. */
interface Service {

    String name();

    int port();

    /** Makes what the process needs before it can start. */
    default void prepare() throws IOException, InterruptedException {}

    ProcessBuilder process();

    /** Whether the process serves now, and is the one that this system started. */
    boolean answers() throws IOException, InterruptedException;

    /** Makes what can be made only once the process serves. */
    default void complete() throws IOException, InterruptedException {}

    /** How long it may take until it answers. */
    default Duration deadline() {
        return Duration.ofMinutes(5);
    }
}
