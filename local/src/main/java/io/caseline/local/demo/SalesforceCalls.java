package io.caseline.local.demo;

import java.io.IOException;
import java.util.Map;

/** The call counter of the sandbox. */
final class SalesforceCalls {

    private final Partner sandbox;

    SalesforceCalls(Partner sandbox) {
        this.sandbox = sandbox;
    }

    /** API calls since the org started. */
    long used() throws IOException, InterruptedException {
        return sandbox.get("/sandbox/stats", Map.of(), answer -> false)
                .body()
                .at("/apiCalls")
                .asLong();
    }
}
