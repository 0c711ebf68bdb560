package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims;
import io.caseline.cases.salesforce.CallBudget;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Shows the other instances that this one is alive. At each beat it also takes over the claims of dead instances, releases
 * its own orphaned claims, and probes held programs.
 */
@Component
class Heartbeat {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private final Instances instances;
    private final Claims claims;
    private final Claimer claimer;
    private final OwnClaims ownClaims;
    private final DuePrograms due;
    private final WorkQueue queue;
    private final ProgramHolds holds;
    private final FaultHandler faults;
    private final Dispatcher dispatcher;
    private final IdleProbe idleProbe;
    private final CallBudget budget;
    private final TransactionTemplate transaction;

    Heartbeat(
            Instances instances,
            Claims claims,
            Claimer claimer,
            OwnClaims ownClaims,
            DuePrograms due,
            WorkQueue queue,
            ProgramHolds holds,
            FaultHandler faults,
            Dispatcher dispatcher,
            IdleProbe idleProbe,
            CallBudget budget,
            TransactionTemplate transaction) {
        this.instances = instances;
        this.claims = claims;
        this.claimer = claimer;
        this.ownClaims = ownClaims;
        this.due = due;
        this.queue = queue;
        this.holds = holds;
        this.faults = faults;
        this.dispatcher = dispatcher;
        this.idleProbe = idleProbe;
        this.budget = budget;
        this.transaction = transaction;
    }

    void beat() {
        if (!instances.beat()) {
            rejoin();
        }
        budget.shareAmong(instances.live());
        takeOver();
        ownClaims.releaseOrphans();
        holds.refresh().forEach(this::released);
        holds.programs().forEach(program -> ownClaims.release(queue.drain(program)));
        probePrograms();
        idleProbe.probe();
    }

    /** Another instance has declared this one dead and released its claims: the commands in memory are no longer its own. */
    private void rejoin() {
        log.warn("Another instance has taken over this instance's claims; it continues under a new id");
        queue.drainAll();
        ownClaims.clear();
        instances.register();
    }

    private void takeOver() {
        for (UUID dead : instances.dead()) {
            Set<String> programs = transaction.execute(
                    status -> instances.remove(dead) ? claims.releaseAll(dead, true) : Set.<String>of());
            due.add(programs);
        }
    }

    private void released(String program) {
        faults.released(program);
        due.add(List.of(program));
    }

    private void probePrograms() {
        if (dispatcher.hasProgramProbes()) {
            return; // all calls are held; these probes are sent first
        }
        for (String program : holds.takeDueProbes()) {
            List<ClaimedCommand> probe = claimer.claimProgramProbe(program);
            if (probe.isEmpty()) {
                holds.release(program); // none of its commands waits any more
                released(program);
            }
            dispatcher.addProgramProbe(probe);
        }
    }
}
