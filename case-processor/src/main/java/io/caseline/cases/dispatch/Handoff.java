package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.DuePrograms.Due;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims.Traffic;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Hands new commands from the inbox to the queue in memory, with no query in between. */
@Component
public class Handoff {
    private final WorkQueue queue;
    private final OwnClaims ownClaims;
    private final ProgramHolds holds;
    private final Instances instances;
    private final DuePrograms due;
    private final Dispatcher dispatcher;
    private final InstantSource clock;

    Handoff(
            WorkQueue queue,
            OwnClaims ownClaims,
            ProgramHolds holds,
            Instances instances,
            DuePrograms due,
            Dispatcher dispatcher,
            InstantSource clock) {
        this.queue = queue;
        this.ownClaims = ownClaims;
        this.holds = holds;
        this.instances = instances;
        this.due = due;
        this.dispatcher = dispatcher;
        this.clock = clock;
    }

    /** The instance in whose name commands are claimed. */
    public UUID instance() {
        return instances.id();
    }

    public Batch newBatch() {
        return new Batch();
    }

    /**
     * The handoff of the new commands of one batch, in this order: {@link #reserve} memory, insert with claims those that
     * are {@link #isReserved}, {@link #registerClaims}, commit, {@link #queueAndDispatch}. If any of that fails: {@link #abandonClaims}.
     */
    public final class Batch {
        private final Map<UUID, CaseCommand> reserved = new HashMap<>();
        private final List<ClaimedCommand> claiming = new ArrayList<>();

        /** Commands that do not fit wait in the ledger, as do those of held programs. */
        public void reserve(Collection<CaseCommand> commands) {
            if (!instances.isAlive()) {
                return;
            }
            Set<UUID> fitting = queue.reserve(commands, holds::isHeld, clock.instant());
            commands.stream()
                    .filter(command -> fitting.contains(command.correlationId()))
                    .forEach(command -> reserved.put(command.correlationId(), command));
        }

        public boolean isReserved(CaseCommand command) {
            return reserved.containsKey(command.correlationId());
        }

        /** Called before the commit, so that the claims are never taken for orphans. */
        public void registerClaims(List<ClaimedCommand> commands) {
            claiming.addAll(commands);
            ownClaims.add(commands);
        }

        public void queueAndDispatch(List<ClaimedCommand> claimed, List<CaseCommand> unclaimed) {
            claimed.forEach(command -> reserved.remove(command.correlationId()));
            queue.unreserve(reserved.values());
            queue.add(claimed, clock.instant());
            unclaimed.stream()
                    .map(CaseCommand::programCode)
                    .distinct()
                    .forEach(program -> due.addAfter(new Due(program, Traffic.LIVE), Duration.ZERO));
            dispatcher.dispatch();
        }

        /** The batch failed. Its claims may be committed despite the error; then they are released soon. */
        public void abandonClaims() {
            ownClaims.abandon(claiming);
            queue.unreserve(reserved.values());
            reserved.clear();
        }
    }
}
