package io.caseline.local;

import io.caseline.local.platform.Home;
import io.caseline.local.platform.Ports;
import java.io.IOException;
import java.util.Map;

/** How the services of a tested system are started, paused and stopped. */
interface TestedServices {

    /** Docker Compose by {@code -Dcaseline.tests=containers}, else {@code ./caseline}. */
    static TestedServices of(Home home, Ports ports, Map<String, String> environment, CommandLineSystem system) {
        return switch (System.getProperty("caseline.tests", "embedded")) {
            case "embedded" -> new ProcessServices(home, environment, system);
            case "containers" -> new ComposeServices(home, ports, environment);
            default -> throw new IllegalStateException("-Dcaseline.tests must be containers or embedded");
        };
    }

    /** Variables for each command of {@code ./caseline}. */
    Map<String, String> environment();

    /** Starts a system without data, and returns when it is ready. */
    void start() throws IOException, InterruptedException;

    /** Stops everything; nothing is left. */
    void stop() throws IOException, InterruptedException;

    /** From now on the service responds to nobody, as if it hung. */
    void pause(String service) throws IOException, InterruptedException;

    void resume(String service) throws IOException, InterruptedException;

    /** What each service logged, by its name. */
    Map<String, String> logs() throws IOException, InterruptedException;
}
