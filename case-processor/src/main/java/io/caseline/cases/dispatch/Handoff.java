package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
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
    private final HeldClaims held;
    private final ProgramHolds holds;
    private final Instances instances;
    private final DuePrograms due;
    private final Dispatcher dispatcher;
    private final InstantSource time;

    Handoff(
            WorkQueue queue,
            HeldClaims held,
            ProgramHolds holds,
            Instances instances,
            DuePrograms due,
            Dispatcher dispatcher,
            InstantSource time) {
        this.queue = queue;
        this.held = held;
        this.holds = holds;
        this.instances = instances;
        this.due = due;
        this.dispatcher = dispatcher;
        this.time = time;
    }

    /** The instance in whose name commands are claimed. */
    public UUID instance() {
        return instances.id();
    }

    public Reservation reservation() {
        return new Reservation();
    }

    /** Memory for the new commands of one batch, from before its transaction until after it. */
    public final class Reservation {
        private final Map<UUID, CaseCommand> reserved = new HashMap<>();
        private final List<ClaimedCommand> claiming = new ArrayList<>();

        /** What does not fit waits in the ledger, as do the commands of held programs. */
        public void reserve(Collection<CaseCommand> commands) {
            if (!instances.isFresh()) {
                return;
            }
            Set<UUID> fitting = queue.reserve(commands, holds::isHeld, time.instant());
            commands.stream()
                    .filter(command -> fitting.contains(command.correlationId()))
                    .forEach(command -> reserved.put(command.correlationId(), command));
        }

        public boolean isReserved(CaseCommand command) {
            return reserved.containsKey(command.correlationId());
        }

        /** Before the commit: the claims of this batch are held from now on. */
        public void claimed(List<ClaimedCommand> commands) {
            claiming.addAll(commands);
            held.add(commands);
        }

        public void committed(List<ClaimedCommand> claimed, List<CaseCommand> unclaimed) {
            claimed.forEach(command -> reserved.remove(command.correlationId()));
            queue.unreserve(reserved.values());
            queue.add(claimed, time.instant());
            unclaimed.stream()
                    .map(CaseCommand::programCode)
                    .distinct()
                    .forEach(program -> due.addAfter(program, Duration.ZERO));
            dispatcher.dispatch();
        }

        /** The commit reported an error: claims that it made all the same are released soon. */
        public void failed() {
            held.abandon(claiming);
            queue.unreserve(reserved.values());
            reserved.clear();
        }
    }
}
