package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.Claims;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What runs beside the calls: the heartbeat, which also takes over from dead instances and probes held programs, and the
 * claiming of due commands. Either goes on after any failure.
 */
@Component
class DispatchLoop implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DispatchLoop.class);

    /** After topics and schemas, before the listeners. */
    private static final int PHASE = DEFAULT_PHASE - 500;

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration LAST_CALLS = Duration.ofSeconds(45);
    private static final Duration LAST_STEP = Duration.ofSeconds(5);

    private final Dispatcher dispatcher;
    private final Claimer claimer;
    private final Claims claims;
    private final WorkQueue queue;
    private final HeldClaims held;
    private final Instances instances;
    private final ProgramHolds holds;
    private final FaultJudge judge;
    private final Settler settler;
    private final SalesforceCircuitBreaker breaker;
    private final SalesforceClient salesforce;
    private final CallBudget budget;
    private final TransactionTemplate transaction;
    private final DispatchSettings settings;
    private volatile boolean running;
    private Thread heart = new Thread();
    private Thread claiming = new Thread();

    DispatchLoop(
            Dispatcher dispatcher,
            Claimer claimer,
            Claims claims,
            WorkQueue queue,
            HeldClaims held,
            Instances instances,
            ProgramHolds holds,
            FaultJudge judge,
            Settler settler,
            SalesforceCircuitBreaker breaker,
            SalesforceClient salesforce,
            CallBudget budget,
            TransactionTemplate transaction,
            DispatchSettings settings) {
        this.dispatcher = dispatcher;
        this.claimer = claimer;
        this.claims = claims;
        this.queue = queue;
        this.held = held;
        this.instances = instances;
        this.holds = holds;
        this.judge = judge;
        this.settler = settler;
        this.breaker = breaker;
        this.salesforce = salesforce;
        this.budget = budget;
        this.transaction = transaction;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        instances.register();
        settler.start();
        dispatcher.start();
        heart = Thread.ofPlatform().name("heartbeat").start(this::beat);
        claiming = Thread.ofPlatform().name("claims").start(this::claim);
        Thread.startVirtualThread(this::checkOrg);
    }

    /** Asks the org at once, so that a mapping that does not fit is known before a case comes. */
    private void checkOrg() {
        try {
            salesforce.checkOrg();
        } catch (SalesforceException e) {
            breaker.failed(Permit.CALL, e.code());
        }
    }

    private void beat() {
        var lastFailure = new AtomicReference<>("");
        while (running) {
            attempt(lastFailure, () -> {
                if (!instances.beat()) {
                    rejoin();
                }
                budget.shareAmong(instances.live());
                takeOver();
                claimer.releaseOrphans();
                holds.refresh().forEach(this::released);
                holds.held().forEach(program -> claimer.release(queue.drain(program)));
                probe();
            });
            pause(settings.heartbeat());
        }
    }

    /** Another instance has declared this one dead and freed its claims: what waits in memory is not its own any more. */
    private void rejoin() {
        log.warn("Another instance has taken over this one's claims; it goes on under a new id");
        queue.drainAll();
        held.clear();
        instances.register();
    }

    private void takeOver() {
        for (UUID dead : instances.dead()) {
            Set<String> programs = transaction.execute(
                    status -> instances.remove(dead) ? claims.releaseAll(dead, true) : Set.<String>of());
            claimer.due(programs);
        }
    }

    private void released(String program) {
        judge.released(program);
        claimer.due(List.of(program));
    }

    private void probe() {
        if (dispatcher.hasProbes()) {
            return; // all calls are held: these are to find out first whether they still have to be
        }
        for (String program : holds.takeProbes()) {
            var probe = claimer.claimProbe(program);
            if (probe.isEmpty()) {
                holds.release(program); // nothing waits any more
                released(program);
            }
            dispatcher.probe(probe);
        }
    }

    private void claim() {
        var lastFailure = new AtomicReference<>("");
        while (running) {
            attempt(lastFailure, () -> {
                Set<String> skip = new HashSet<>(holds.held());
                boolean calling = instances.isFresh() && (breaker.state() == State.CLOSED || queue.isEmptyBut(skip));
                while (running && calling && claimer.claim(skip)) {
                    dispatcher.dispatch();
                }
            });
            dispatcher.dispatch();
            try {
                claimer.await(TICK);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Runs one step of a loop, which goes on whatever happens; each kind of failure is logged once in a row. */
    private void attempt(AtomicReference<String> lastFailure, Runnable step) {
        try {
            step.run();
            String before = lastFailure.getAndSet("");
            if (!before.isEmpty()) {
                log.info("Works again after {}", before);
            }
        } catch (RuntimeException e) {
            String failure = e.getClass().getSimpleName();
            if (!failure.equals(lastFailure.getAndSet(failure))) {
                log.error(
                        "{} failed, and is tried again: {}",
                        Thread.currentThread().getName(),
                        e.toString());
            }
            pause(TICK);
        }
    }

    private void pause(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            running = false;
        }
    }

    /** The calls under way end and are settled; what is left goes back to the ledger at once. */
    @Override
    public void stop() {
        dispatcher.stop();
        running = false;
        heart.interrupt();
        claiming.interrupt();
        try {
            boolean ended = dispatcher.awaitCalls(LAST_CALLS);
            settler.stop();
            heart.join(LAST_STEP);
            claiming.join(LAST_STEP);
            queue.drainAll();
            held.clear();
            if (ended) {
                transaction.executeWithoutResult(status -> {
                    instances.unregister(); // first: from then on nothing is claimed in its name
                    claims.releaseAll(instances.id(), false);
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("Claims could not be released; another instance takes them over: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
