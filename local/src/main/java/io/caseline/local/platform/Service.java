package io.caseline.local.platform;

import java.io.IOException;
import java.time.Duration;

/** A service of the platform, which runs as a child process. */
interface Service {

    String name();

    int port();

    /** Creates what the process needs before it can start. */
    default void prepare() throws IOException, InterruptedException {}

    ProcessBuilder process();

    /** Whether the service is ready, and is the one that this platform started. */
    boolean isReady() throws IOException, InterruptedException;

    /** Creates what can be created only when the service is ready. */
    default void complete() throws IOException, InterruptedException {}

    /** How long the start may take. */
    default Duration startTimeout() {
        return Duration.ofMinutes(5);
    }
}
