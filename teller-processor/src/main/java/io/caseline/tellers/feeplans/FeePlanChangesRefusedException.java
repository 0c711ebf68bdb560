package io.caseline.tellers.feeplans;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The keeper of the fee plans refuses one or more changes. */
public final class FeePlanChangesRefusedException extends RuntimeException {
    @SuppressWarnings("serial") // never serialized
    private final Set<UUID> correlationIds;

    FeePlanChangesRefusedException(Set<UUID> correlationIds, @Nullable Throwable cause) {
        super("Refused changes of fee plans: " + correlationIds.size(), cause);
        this.correlationIds = Set.copyOf(correlationIds);
    }

    /** The commands whose changes are refused; empty if it is unknown which ones. */
    public Set<UUID> correlationIds() {
        return correlationIds;
    }
}
