package io.caseline.cli.operations;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a replay would send. */
record DryRun(
        int matching,
        int quarantined,
        @Nullable List<OtherReplay> inOtherReplays,
        int toReplay,
        @Nullable Instant asOf) {

    /** Submissions that an open replay has already. */
    record OtherReplay(long id, int submissions) {}

    void print(PrintWriter out) {
        out.println(Count.of(matching, "failed submission", "matches", "match"));
        for (OtherReplay other : Objects.requireNonNullElse(inOtherReplays, List.<OtherReplay>of())) {
            out.printf("  %,d in replay %d already%n", other.submissions(), other.id());
        }
        if (quarantined > 0) {
            out.printf(
                    "  %,d in quarantine, because they failed in too many replays; --include-quarantined sends them, too%n",
                    quarantined);
        }
        out.printf("%,d can be replayed%n", toReplay);
    }
}
