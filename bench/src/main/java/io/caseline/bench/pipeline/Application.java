package io.caseline.bench.pipeline;

import java.io.IOException;
import java.util.Map;

/** The processor that is measured. One runs at a time. */
public interface Application {

    /**
     * Starts it, and returns when it answers.
     *
     * @param heap such as {@code 256m}
     * @param settings as environment variables
     */
    void start(String heap, Map<String, String> settings);

    /** Stops it, as an operator would, and returns when it is gone. */
    void stop() throws IOException, InterruptedException;

    /** Its address. */
    String url();

    /** Its process. */
    long pid();

    /** Throws, with its last words, if it or anything that it needs has died. */
    void checkAlive();
}
