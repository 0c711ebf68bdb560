package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the org takes calls.
 *
 * @param code why calls are held; empty while they are not
 * @param since when the state began
 * @param quota null until the org has said how many calls it has left
 * @param paced whether calls wait for the pace that the quota allows
 * @param problems of the mapping
 */
public record OrgStatus(
        State state, String code, Instant since, @Nullable Quota quota, boolean paced, List<String> problems) {

    /**
     * API calls of 24 hours.
     *
     * @param reserved for the org's other users
     * @param perSecond calls that this instance may make
     * @param forReplays whether there are enough left for replays
     */
    public record Quota(long left, long max, long reserved, double perSecond, boolean forReplays) {}
}
