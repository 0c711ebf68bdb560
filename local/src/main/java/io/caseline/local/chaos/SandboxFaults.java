package io.caseline.local.chaos;

import io.caseline.local.chaos.Http.Answer;
import java.io.IOException;
import java.util.Map;

/** The faults of the sandbox, see {@code /sandbox/faults}. */
record SandboxFaults(Http sandbox) {

    /** @param faults all that are to be on, as JSON */
    void set(String faults) throws IOException, InterruptedException {
        send("PUT", faults);
    }

    void clear() throws IOException, InterruptedException {
        send("DELETE", "");
    }

    private void send(String method, String body) throws IOException, InterruptedException {
        Answer answer = sandbox.send(method, "/sandbox/faults", Map.of("Content-Type", "application/json"), body);
        if (!answer.isOk()) {
            throw new IOException("the sandbox takes no faults: HTTP " + answer.status());
        }
    }
}
