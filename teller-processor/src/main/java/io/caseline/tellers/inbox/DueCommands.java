package io.caseline.tellers.deferral;

import io.caseline.tellers.command.Command;
import io.caseline.tellers.command.CommandBatch;
import java.util.List;
import java.util.UUID;

/** Deferred commands that are due, except those that another instance, or a repeat, decides at the moment. */
public record DueCommands(List<UUID> correlationIds, Deferrals deferrals) implements CommandBatch {

    @Override
    public List<Command> claim() {
        return deferrals.claim(correlationIds);
    }

    @Override
    public List<CommandBatch> singles() {
        return correlationIds.stream()
                .<CommandBatch>map(id -> new DueCommands(List.of(id), deferrals))
                .toList();
    }
}
