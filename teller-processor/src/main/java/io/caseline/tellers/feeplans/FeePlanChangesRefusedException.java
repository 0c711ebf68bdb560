package io.caseline.tellers.feeplans;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The database or the card core refuses one or more changes of fee plans. */
public final class FeePlanChangesRefusedException extends RuntimeException {
    @SuppressWarnings("serial") // never serialized
    private final Set<UUID> correlationIds;

    FeePlanChangesRefusedException(Set<UUID> correlationIds, @Nullable Throwable cause) {
        super("Refused changes of fee plans: " + correlationIds.size(), cause);
        this.correlationIds = Set.copyOf(correlationIds);
    }

    /** Whether it is known which changes are refused: the database does not tell. */
    public boolean namesCommands() {
        return !correlationIds.isEmpty();
    }

    /** The commands whose changes are refused. */
    public Set<UUID> correlationIds() {
        return correlationIds;
    }
}
