package io.caseline.trials.bench;

import io.caseline.local.platform.Ports;
import io.caseline.local.platform.Ports.Port;
import io.caseline.local.platform.Supervisor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The processor that a benchmark measures. One instance runs at a time. */
record MeasuredService(Supervisor supervisor, Ports ports, Port port) {

    /**
     * Starts it as it is shipped, and returns when it is ready.
     *
     * @param settings environment variables
     */
    void start(Map<String, String> settings) {
        supervisor.start(port, List.of(), settings);
    }

    /** @param heap such as {@code 256m}, instead of the shipped one */
    void start(String heap, Map<String, String> settings) {
        supervisor.start(port, List.of("-Xmx" + heap), settings);
    }

    /** Stops it gracefully and returns when the process has ended. */
    void stop() throws IOException, InterruptedException {
        supervisor.stop(port.toString());
    }

    String url() {
        return ports.url(port);
    }

    long pid() {
        return supervisor.pid(port.toString());
    }

    /** Throws if a service of the platform has died. */
    void checkAlive() {
        supervisor.checkAlive();
    }
}
