package io.caseline.cases.dispatch;

import io.caseline.cases.faults.FaultJudge;
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
    private final HeldClaims held;
    private final DuePrograms due;
    private final WorkQueue queue;
    private final ProgramHolds holds;
    private final FaultJudge judge;
    private final Dispatcher dispatcher;
    private final CallBudget budget;
    private final TransactionTemplate transaction;

    Heartbeat(
            Instances instances,
            Claims claims,
            Claimer claimer,
            HeldClaims held,
            DuePrograms due,
            WorkQueue queue,
            ProgramHolds holds,
            FaultJudge judge,
            Dispatcher dispatcher,
            CallBudget budget,
            TransactionTemplate transaction) {
        this.instances = instances;
        this.claims = claims;
        this.claimer = claimer;
        this.held = held;
        this.due = due;
        this.queue = queue;
        this.holds = holds;
        this.judge = judge;
        this.dispatcher = dispatcher;
        this.budget = budget;
        this.transaction = transaction;
    }

    void beat() {
        if (!instances.beat()) {
            rejoin();
        }
        budget.shareAmong(instances.live());
        takeOver();
        held.releaseOrphans();
        holds.refresh().forEach(this::released);
        holds.held().forEach(program -> held.release(queue.drain(program)));
        probe();
    }

    /** Another instance has declared this one dead and released its claims: the commands in memory are not its own now. */
    private void rejoin() {
        log.warn("Another instance has taken over this instance's claims; it continues under a new id");
        queue.drainAll();
        held.clear();
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
        judge.released(program);
        due.add(List.of(program));
    }

    private void probe() {
        if (dispatcher.hasProbes()) {
            return; // all calls are held: first these probes find out whether they still have to be
        }
        for (String program : holds.takeProbes()) {
            List<ClaimedCommand> probe = claimer.claimProbe(program);
            if (probe.isEmpty()) {
                holds.release(program); // none of its commands waits any more
                released(program);
            }
            dispatcher.probe(probe);
        }
    }
}
