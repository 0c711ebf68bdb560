package io.caseline.tellers.association;

import java.util.List;
import java.util.UUID;

/** Deferred requests that are due. What another instance, or a repeat, decides meanwhile is left to it. */
record DueDeferrals(List<UUID> correlationIds, Deferrals deferrals) implements CommandBatch {

    @Override
    public List<Submission> claim() {
        return deferrals.claim(correlationIds);
    }

    @Override
    public List<CommandBatch> singles() {
        return correlationIds.stream()
                .<CommandBatch>map(id -> new DueDeferrals(List.of(id), deferrals))
                .toList();
    }
}
