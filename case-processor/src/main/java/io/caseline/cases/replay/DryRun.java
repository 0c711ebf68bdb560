package io.caseline.cases.replay;

import java.time.Instant;
import java.util.List;

/**
 * What a replay would send if it started now.
 *
 * @param matching failed submissions that match
 * @param quarantined those of them that have been replayed too often, and are left out
 * @param inOtherReplays those that open replays have, and that are left out
 * @param toReplay those that would be sent
 * @param asOf when they were counted, by the database's clock; as the filter's end it leaves out what fails later
 */
public record DryRun(int matching, int quarantined, List<OtherReplay> inOtherReplays, int toReplay, Instant asOf) {

    /** An open replay that has some of the submissions. */
    public record OtherReplay(long id, int submissions) {}
}
