package io.caseline.tellers.feeplans;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Changes of fee plans were refused. */
public final class FeePlansRefused extends RuntimeException {
    @SuppressWarnings("serial") // never serialized
    private final Set<UUID> correlationIds;

    FeePlansRefused(Set<UUID> correlationIds, @Nullable Throwable cause) {
        super("Changes of fee plans refused: " + correlationIds.size(), cause);
        this.correlationIds = Set.copyOf(correlationIds);
    }

    /** Whose changes are known to be refused; empty if it is not known which of them. */
    public Set<UUID> correlationIds() {
        return correlationIds;
    }
}
