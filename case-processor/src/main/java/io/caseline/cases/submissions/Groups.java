package io.caseline.cases.submissions;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Submissions by program and reason, the largest group first. */
public record Groups(int total, List<Group> groups) {

    /**
     * @param fields Salesforce's fields that the failure names, separated by commas
     * @param inReplay how many of them an open replay has
     * @param quarantined how many of them have been replayed too often
     */
    public record Group(
            String program,
            @Nullable String code,
            @Nullable String fields,
            int count,
            Instant oldest,
            Instant newest,
            int inReplay,
            int quarantined) {}
}
