package io.caseline.cases.replay;

import java.util.stream.Collectors;

/** None of the submissions that match can be replayed. */
public class NothingToReplayException extends RuntimeException {
    private final DryRun dryRun;

    NothingToReplayException(DryRun dryRun) {
        super(describe(dryRun));
        this.dryRun = dryRun;
    }

    public DryRun dryRun() {
        return dryRun;
    }

    private static String describe(DryRun dryRun) {
        if (dryRun.matching() == 0) {
            return "No failed submission matches";
        }
        String others = dryRun.inOtherReplays().stream()
                .map(other -> "; replay %d has %d".formatted(other.id(), other.submissions()))
                .collect(Collectors.joining());
        return "Of %d failed submissions that match none can be replayed: %d are quarantined%s"
                .formatted(dryRun.matching(), dryRun.quarantined(), others);
    }
}
