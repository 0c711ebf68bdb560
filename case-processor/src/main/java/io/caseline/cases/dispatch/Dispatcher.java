package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.CallSelection.Slot;
import io.caseline.cases.dispatch.WorkQueue.Waiting;
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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a call to Salesforce whenever a slot is free and something is due; no call waits for another. One slot beyond the
 * usual ones is for waiting callers, and a program never has the last two slots.
 */
@Component
class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    /** Every so many calls the oldest command goes first, so that nothing starves. */
    private static final int OLDEST_EVERY = 8;

    private final WorkQueue queue;
    private final CallRunner runner;
    private final CallSizes sizes;
    private final ProgramHolds holds;
    private final Instances instances;
    private final HeldClaims held;
    private final DuePrograms due;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final InstantSource time;
    private final CallSlots slots;
    private final int recordsPerCall;
    private final Deque<ClaimedCommand> probes = new ArrayDeque<>();
    private final CallsUnderWay calls = new CallsUnderWay();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dispatch").factory());
    private boolean collecting;
    private long made;
    private boolean running;

    Dispatcher(
            WorkQueue queue,
            CallRunner runner,
            CallSizes sizes,
            ProgramHolds holds,
            Instances instances,
            HeldClaims held,
            DuePrograms due,
            SalesforceCircuitBreaker breaker,
            CallBudget budget,
            SalesforceClient salesforce,
            InstantSource time,
            MeterRegistry meters) {
        this.queue = queue;
        this.runner = runner;
        this.sizes = sizes;
        this.holds = holds;
        this.instances = instances;
        this.held = held;
        this.due = due;
        this.breaker = breaker;
        this.budget = budget;
        this.time = time;
        this.slots = new CallSlots(salesforce.callsAtOnce());
        this.recordsPerCall = salesforce.recordsPerCall();
        Gauge.builder("caseline.salesforce.calls.active", calls, CallsUnderWay::count)
                .description("Calls to Salesforce that are under way")
                .register(meters);
    }

    synchronized void start() {
        running = true;
    }

    /** Adds a command of a held program, which is sent alone to find out whether Salesforce takes it now. */
    synchronized void probe(List<ClaimedCommand> commands) {
        probes.addAll(commands);
        dispatch();
    }

    /** Whether commands of held programs wait to be sent. */
    synchronized boolean hasProbes() {
        return !probes.isEmpty();
    }

    /** Fills the free slots with what may be sent now. */
    synchronized void dispatch() {
        while (running && calls.count() <= slots.usual() && (hasProbes() || !queue.isEmpty()) && instances.isFresh()) {
            Waiting waiting = queue.waiting(this::mayCall, time.instant());
            if (probes.isEmpty() && isCollecting(waiting)) {
                return;
            }
            Permit permit = breaker.tryAcquire();
            if (permit == Permit.DENIED) {
                return;
            }
            if (!budget.tryTake()) {
                breaker.giveBack(permit);
                return;
            }
            List<ClaimedCommand> commands = next(permit, waiting);
            if (commands.isEmpty()) {
                budget.giveBack();
                breaker.giveBack(permit);
                return;
            }
            run(commands, permit);
        }
    }

    private List<ClaimedCommand> next(Permit permit, Waiting waiting) {
        // whether the org can be used is better found out with a program that is not held
        if (!probes.isEmpty() && (permit == Permit.CALL || queue.isEmptyBut(holds.held()))) {
            return List.of(probes.removeFirst());
        }
        Slot slot = new Slot(
                share(waiting),
                calls.count() == slots.usual(),
                (made + 1) % OLDEST_EVERY == 0,
                permit == Permit.PROBE ? 1 : recordsPerCall,
                budget.isBinding());
        return queue.take(slot, this::mayCall, sizes::of, time.instant());
    }

    /** Whether to wait a moment for more commands before the next call. */
    private boolean isCollecting(Waiting waiting) {
        int enough = waiting.awaited() > 0 ? share(waiting) : recordsPerCall;
        if (waiting.awaited() + waiting.others() >= enough) {
            return false;
        }
        long left = slots.collection(calls.count()).toNanos() - (System.nanoTime() - waiting.sinceNanos());
        if (left > 0 && !collecting) {
            collecting = true;
            var unused = timer.schedule(this::collected, left, TimeUnit.NANOSECONDS);
        }
        return left > 0;
    }

    private synchronized void collected() {
        collecting = false;
        dispatch();
    }

    private int share(Waiting waiting) {
        return slots.share(waiting.awaited(), calls.awaitedCommands());
    }

    private boolean mayCall(String program) {
        return !holds.isHeld(program) && calls.of(program) < slots.ofOneProgram();
    }

    private void run(List<ClaimedCommand> commands, Permit permit) {
        CallsUnderWay.Call call = calls.start(commands, time.instant());
        made++;
        threads.execute(() -> {
            try {
                runner.run(commands, permit).forEach(program -> held.release(queue.drain(program)));
            } catch (RuntimeException | Error e) {
                log.error("The decisions of a call are not saved; its claims are released later", e);
                held.abandon(commands);
            } finally {
                ended(call);
            }
        });
        due.wake();
    }

    private synchronized void ended(CallsUnderWay.Call call) {
        calls.end(call);
        dispatch();
    }

    /** Makes no further call. */
    synchronized void stop() {
        running = false;
        probes.clear();
    }

    /** Waits for the calls under way; false if they take longer. */
    boolean awaitCalls(Duration longest) throws InterruptedException {
        return calls.awaitNone(longest);
    }
}
