package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.CallSelection.CallLimits;
import io.caseline.cases.dispatch.CallSelection.Turn;
import io.caseline.cases.dispatch.WorkQueue.QueueSnapshot;
import io.caseline.cases.faults.CallFailure;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a call to Salesforce whenever a slot is free and something is due, unless it collects more commands for a few
 * milliseconds. No call waits for another. One slot beyond the usual ones is for waiting callers; neither a program nor
 * replays ever have the last two slots.
 */
@Component
class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final WorkQueue queue;
    private final CallRunner runner;
    private final CallSizes sizes;
    private final ProgramHolds holds;
    private final Instances instances;
    private final OwnClaims ownClaims;
    private final DuePrograms due;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final InstantSource clock;
    private final CallSlots slots;
    private final int recordsPerCall;
    /** Commands of held programs, each sent alone to find out whether Salesforce accepts the program again. */
    private final Deque<ClaimedCommand> programProbes = new ArrayDeque<>();

    private final CallsUnderWay calls = new CallsUnderWay();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CallDelay delay = new CallDelay(this::dispatch);
    private long started;
    private boolean running;

    Dispatcher(
            WorkQueue queue,
            CallRunner runner,
            CallSizes sizes,
            ProgramHolds holds,
            Instances instances,
            OwnClaims ownClaims,
            DuePrograms due,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            SalesforceClient salesforce,
            InstantSource clock,
            MeterRegistry meters) {
        this.queue = queue;
        this.runner = runner;
        this.sizes = sizes;
        this.holds = holds;
        this.instances = instances;
        this.ownClaims = ownClaims;
        this.due = due;
        this.breaker = breaker;
        this.budget = budget;
        this.clock = clock;
        this.slots = new CallSlots(salesforce.callsAtOnce());
        this.recordsPerCall = salesforce.recordsPerCall();
        Gauge.builder("caseline.salesforce.calls.active", calls, CallsUnderWay::count)
                .description("Calls to Salesforce that are under way")
                .register(meters);
    }

    synchronized void start() {
        running = true;
    }

    synchronized void addProgramProbe(List<ClaimedCommand> commands) {
        programProbes.addAll(commands);
        dispatch();
    }

    synchronized boolean hasProgramProbes() {
        return !programProbes.isEmpty();
    }

    /** Fills the free slots with what may be sent now. */
    synchronized void dispatch() {
        boolean more = true;
        while (more && running && calls.count() <= slots.usual() && instances.isAlive()) {
            more = dispatchOne();
        }
    }

    /** @return whether a call was started */
    private boolean dispatchOne() {
        if (programProbes.isEmpty() && queue.isEmpty()) {
            return false;
        }
        QueueSnapshot snapshot = queue.refresh(this::mayCall, mayReplay(), clock.instant());
        if (programProbes.isEmpty() && isCollecting(snapshot)) {
            return false;
        }
        Permit permit = breaker.tryAcquire();
        if (permit == Permit.DENIED) {
            return false;
        }
        if (!budget.tryTake()) {
            breaker.giveBack(permit);
            return false;
        }
        List<ClaimedCommand> commands = isProgramProbeNext(permit)
                ? List.of(programProbes.removeFirst())
                : queue.take(limits(permit, snapshot), snapshot, sizes::of);
        if (commands.isEmpty()) {
            budget.giveBack();
            breaker.giveBack(permit);
            return false;
        }
        startCall(commands, permit);
        return true;
    }

    /** The breaker's probe carries a command of a program that is not held, if there is one. */
    private boolean isProgramProbeNext(Permit permit) {
        return !programProbes.isEmpty() && (permit == Permit.CALL || queue.isEmptyBut(holds.programs()));
    }

    private CallLimits limits(Permit permit, QueueSnapshot snapshot) {
        return new CallLimits(
                share(snapshot),
                calls.count() == slots.usual(),
                Turn.of(started + 1),
                permit == Permit.PROBE ? 1 : recordsPerCall,
                budget.isLimiting());
    }

    /** Whether to wait a moment for more commands before the next call. */
    private boolean isCollecting(QueueSnapshot snapshot) {
        int enough = snapshot.awaited() > 0 ? share(snapshot) : recordsPerCall;
        if (snapshot.size() >= enough) {
            return false;
        }
        long waited = System.nanoTime() - snapshot.nonEmptySince();
        return delay.await(slots.collectFor(calls.count()).toNanos() - waited);
    }

    private int share(QueueSnapshot snapshot) {
        return slots.share(snapshot.awaited(), calls.awaitedCommands());
    }

    private boolean mayCall(String program) {
        return !holds.isHeld(program) && calls.of(program) < slots.ofOneProgram();
    }

    /** Replays leave slots to live traffic, as a program does to others, and calls to it when few are left of the day. */
    private boolean mayReplay() {
        return calls.replayCalls() < slots.ofOneProgram() && budget.allowsReplays();
    }

    private void startCall(List<ClaimedCommand> commands, Permit permit) {
        CallsUnderWay.Call call = calls.start(commands, clock.instant());
        started++;
        threads.execute(() -> {
            try {
                runner.run(commands, permit).forEach(program -> ownClaims.release(queue.drain(program)));
            } catch (RuntimeException | Error e) {
                log.error(
                        "The decisions of a call are not saved; its claims are released later: {}",
                        CallFailure.traceOf(e));
                ownClaims.abandon(commands);
            } finally {
                calls.end(call);
                dispatch();
            }
        });
        due.wake();
    }

    /** Makes no further call. */
    synchronized void stop() {
        running = false;
        programProbes.clear();
    }

    /** Waits for the calls under way; false if they take longer. */
    boolean awaitCalls(Duration timeout) throws InterruptedException {
        return calls.awaitNone(timeout);
    }
}
