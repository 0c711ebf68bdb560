package io.caseline.trials;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The control API of salesforce-sandbox: its faults and its statistics. */
public record Sandbox(Http http) {

    /** @param faults replaces all faults that are set, as JSON */
    public void setFaults(String faults) throws InterruptedException {
        send("PUT", "/sandbox/faults", faults);
    }

    public void clearFaults() throws InterruptedException {
        send("DELETE", "/sandbox/faults", "");
    }

    /** Counters since the sandbox started. */
    public JsonNode stats() throws InterruptedException {
        return send("GET", "/sandbox/stats", "");
    }

    private JsonNode send(String method, String path, String body) throws InterruptedException {
        try {
            Http.Response response = http.send(method, path, Map.of("Content-Type", "application/json"), body);
            if (!response.isOk()) {
                throw new CliException("the sandbox responds to %s with HTTP %d".formatted(path, response.status()));
            }
            return response.body();
        } catch (IOException e) {
            throw new CliException("the sandbox does not respond: " + e.getMessage(), e);
        }
    }
}
