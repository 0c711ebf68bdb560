package io.caseline.bench.pipeline;

import java.net.InetSocketAddress;

/**
 * Everything that a case passes on its way, from the gateway to Salesforce.
 *
 * @param gateway its address
 * @param token of a partner with all programs, who may also read metrics
 */
public record CaseSystem(
        InetSocketAddress gateway,
        String token,
        Application processor,
        Messaging messaging,
        Sandbox sandbox,
        Database ledger) {
    /** Keeps the token out of every log. */
    @Override
    public String toString() {
        return "CaseSystem[" + gateway + "]";
    }
}
