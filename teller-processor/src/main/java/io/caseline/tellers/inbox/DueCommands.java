package io.caseline.tellers.inbox;

import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.CommandBatch;
import io.caseline.tellers.deferral.DeferralStore;
import java.util.List;
import java.util.UUID;

/** Deferred commands that are due, except those that another instance, or a repeat, decides at the moment. */
record DueCommands(List<UUID> correlationIds, DeferralStore deferred) implements CommandBatch {

    @Override
    public List<Command> take() {
        return deferred.take(correlationIds);
    }

    @Override
    public List<CommandBatch> singles() {
        return correlationIds.stream()
                .<CommandBatch>map(id -> new DueCommands(List.of(id), deferred))
                .toList();
    }
}
