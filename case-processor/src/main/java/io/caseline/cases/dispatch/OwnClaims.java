package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The claims that this instance holds, from before they are committed until their decisions are saved or they are released.
 * A claim that the ledger has in this instance's name but that is not here is an orphan: its commit succeeded although it
 * reported an error. Orphans are released.
 */
@Component
class OwnClaims {
    private static final Logger log = LoggerFactory.getLogger(OwnClaims.class);

    private final Claims claims;
    private final Instances instances;
    private final DuePrograms due;
    private final TransactionTemplate transaction;
    private final Map<UUID, Long> numbers = new ConcurrentHashMap<>();
    private volatile boolean maybeOrphans;

    OwnClaims(Claims claims, Instances instances, DuePrograms due, TransactionTemplate transaction) {
        this.claims = claims;
        this.instances = instances;
        this.due = due;
        this.transaction = transaction;
    }

    /** Called before the commit of a claim, so that a claim is never released as an orphan while it is committed. */
    void add(Collection<ClaimedCommand> commands) {
        commands.forEach(command -> numbers.put(command.correlationId(), command.claim()));
    }

    /** The decisions on these commands are saved. */
    void remove(Collection<ClaimedCommand> commands) {
        commands.forEach(command -> numbers.remove(command.correlationId(), command.claim()));
    }

    void clear() {
        numbers.clear();
    }

    private boolean holds(UUID correlationId, long claim) {
        return Long.valueOf(claim).equals(numbers.get(correlationId));
    }

    /** Releases the claims of commands that were not sent. */
    void release(List<ClaimedCommand> commands) {
        if (commands.isEmpty()) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> claims.release(commands));
        } catch (RuntimeException e) {
            maybeOrphans();
            throw e;
        } finally {
            remove(commands);
        }
        due.add(commands.stream().map(ClaimedCommand::programCode).toList());
    }

    /** Holds these claims no longer; those that the ledger has are released as orphans. */
    void abandon(Collection<ClaimedCommand> commands) {
        remove(commands);
        maybeOrphans();
    }

    /** The ledger may have orphans in this instance's name. */
    void maybeOrphans() {
        maybeOrphans = true;
    }

    void releaseOrphans() {
        if (!maybeOrphans) {
            return;
        }
        maybeOrphans = false;
        try {
            Set<String> programs = transaction.execute(status -> claims.releaseOrphans(instances.id(), this::holds));
            if (!programs.isEmpty()) {
                log.info("Released claims whose commit reported an error, of programs {}", programs);
                due.add(programs);
            }
        } catch (RuntimeException e) {
            maybeOrphans();
            throw e;
        }
    }
}
