package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The claims that this instance holds, from before their commit until they are settled or released. */
@Component
class HeldClaims {
    private final Map<UUID, Long> numbers = new ConcurrentHashMap<>();

    /** Called before the commit of a claim, so that a claim in the ledger is never taken for an orphan. */
    void add(Collection<ClaimedCommand> commands) {
        commands.forEach(command -> numbers.put(command.correlationId(), command.claim()));
    }

    void remove(Collection<ClaimedCommand> commands) {
        commands.forEach(command -> numbers.remove(command.correlationId(), command.claim()));
    }

    void clear() {
        numbers.clear();
    }

    boolean holds(UUID correlationId, long claim) {
        return Long.valueOf(claim).equals(numbers.get(correlationId));
    }
}
