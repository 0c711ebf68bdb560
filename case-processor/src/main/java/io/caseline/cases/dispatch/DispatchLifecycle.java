package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.Claims;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts and stops the dispatcher and the two loops beside it: the heartbeat, and the claiming of due commands. */
@Component
class DispatchLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DispatchLifecycle.class);

    /** After topics and schemas, before the listeners. */
    private static final int PHASE = DEFAULT_PHASE - 500;

    private static final Duration CLAIM_EVERY = Duration.ofMillis(50);
    private static final Duration LAST_CALLS = Duration.ofSeconds(45);
    private static final Duration LAST_STEP = Duration.ofSeconds(5);

    private final Dispatcher dispatcher;
    private final Claimer claimer;
    private final Claims claims;
    private final WorkQueue queue;
    private final OwnClaims ownClaims;
    private final Instances instances;
    private final ProgramHolds holds;
    private final DecisionSaver writer;
    private final SalesforceCircuitBreaker breaker;
    private final SalesforceClient salesforce;
    private final TransactionTemplate transaction;
    private final StepLoop heartbeats;
    private final StepLoop claiming;

    DispatchLifecycle(
            Dispatcher dispatcher,
            Claimer claimer,
            Claims claims,
            WorkQueue queue,
            OwnClaims ownClaims,
            DuePrograms due,
            Instances instances,
            Heartbeat heartbeat,
            ProgramHolds holds,
            DecisionSaver writer,
            SalesforceCircuitBreaker breaker,
            SalesforceClient salesforce,
            TransactionTemplate transaction,
            DispatchSettings settings) {
        this.dispatcher = dispatcher;
        this.claimer = claimer;
        this.claims = claims;
        this.queue = queue;
        this.ownClaims = ownClaims;
        this.instances = instances;
        this.holds = holds;
        this.writer = writer;
        this.breaker = breaker;
        this.salesforce = salesforce;
        this.transaction = transaction;
        this.heartbeats = new StepLoop("heartbeat", heartbeat::beat, () -> Thread.sleep(settings.heartbeat()));
        this.claiming = new StepLoop("claims", this::claim, () -> {
            dispatcher.dispatch();
            due.await(CLAIM_EVERY);
        });
    }

    @Override
    public void start() {
        instances.register();
        writer.start();
        dispatcher.start();
        heartbeats.start();
        claiming.start();
        Thread.startVirtualThread(this::checkOrg);
    }

    /** Asks the org at once, so that a mapping that does not fit is known before the first case. */
    private void checkOrg() {
        try {
            salesforce.checkOrg();
        } catch (SalesforceException e) {
            breaker.failed(Permit.CALL, e.code());
        }
    }

    private void claim() {
        Set<String> skip = new HashSet<>(holds.programs());
        boolean calling = instances.isAlive() && (breaker.state() == State.CLOSED || queue.isEmptyBut(skip));
        while (calling && claiming.isRunning() && claimer.claim(skip)) {
            dispatcher.dispatch();
        }
    }

    /** The calls under way end and their outcomes are written; the other claims are released at once. */
    @Override
    public void stop() {
        dispatcher.stop();
        heartbeats.stop();
        claiming.stop();
        try {
            boolean ended = dispatcher.awaitCalls(LAST_CALLS);
            writer.stop();
            heartbeats.join(LAST_STEP);
            claiming.join(LAST_STEP);
            queue.drainAll();
            ownClaims.clear();
            if (ended) {
                transaction.executeWithoutResult(status -> {
                    instances.unregister(); // first: from then on nothing is claimed in its name
                    claims.releaseAll(instances.id(), false);
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.warn("Claims cannot be released; another instance takes them over: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return heartbeats.isRunning();
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
