package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.WorkQueue.Slot;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Makes a call to Salesforce whenever a slot is free and something is due; no call waits for another. One slot beyond the
 * usual ones is for callers who wait, and no program has all but two of the slots.
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
    private final Claimer claimer;
    private final SalesforceCircuitBreaker breaker;
    private final CallBudget budget;
    private final InstantSource time;
    private final int usualSlots;
    private final int recordsPerCall;
    private final Deque<ClaimedCommand> probes = new ArrayDeque<>();
    private final Map<String, Integer> callsByProgram = new HashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private int calls;
    private long made;
    private boolean running;

    Dispatcher(
            WorkQueue queue,
            CallRunner runner,
            CallSizes sizes,
            ProgramHolds holds,
            Instances instances,
            Claimer claimer,
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
        this.claimer = claimer;
        this.breaker = breaker;
        this.budget = budget;
        this.time = time;
        this.usualSlots = salesforce.callsAtOnce();
        this.recordsPerCall = salesforce.recordsPerCall();
        Gauge.builder("caseline.salesforce.calls.active", this, Dispatcher::calls)
                .description("Calls to Salesforce that are under way")
                .register(meters);
    }

    synchronized void start() {
        running = true;
    }

    synchronized int calls() {
        return calls;
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
        while (running && calls <= usualSlots && hasWork() && instances.isFresh()) {
            Permit permit = breaker.tryAcquire();
            if (permit == Permit.DENIED) {
                return;
            }
            if (!budget.tryTake()) {
                breaker.giveBack(permit);
                return;
            }
            List<ClaimedCommand> commands = next(permit);
            if (commands.isEmpty()) {
                budget.giveBack();
                breaker.giveBack(permit);
                return;
            }
            run(commands, permit);
        }
    }

    private boolean hasWork() {
        return !probes.isEmpty() || !queue.isEmpty();
    }

    private List<ClaimedCommand> next(Permit permit) {
        // whether the org can be used is better found out with a program that is not held
        if (!probes.isEmpty() && (permit == Permit.CALL || queue.isEmptyBut(holds.held()))) {
            return List.of(probes.removeFirst());
        }
        int free = usualSlots + 1 - calls;
        Slot slot = new Slot(
                free,
                free == 1 && usualSlots > 0,
                (made + 1) % OLDEST_EVERY == 0,
                permit == Permit.PROBE ? 1 : recordsPerCall,
                budget.isBinding());
        return queue.take(slot, this::mayCall, sizes::of, time.instant());
    }

    private boolean mayCall(String program) {
        int most = Math.max(1, usualSlots + 1 - 2);
        return !holds.isHeld(program) && callsByProgram.getOrDefault(program, 0) < most;
    }

    private void run(List<ClaimedCommand> commands, Permit permit) {
        String leading = leading(commands);
        calls++;
        made++;
        callsByProgram.merge(leading, 1, Integer::sum);
        threads.execute(() -> {
            try {
                runner.run(commands, permit).forEach(program -> claimer.release(queue.drain(program)));
            } catch (RuntimeException | Error e) {
                log.error("A call ended without its decisions saved; its claims are released later", e);
                claimer.abandon(commands);
            } finally {
                ended(leading);
            }
        });
        claimer.wake();
    }

    /** The program that has the most records in the call: it counts as that program's. */
    private static String leading(List<ClaimedCommand> commands) {
        return commands.stream()
                .collect(Collectors.groupingBy(ClaimedCommand::programCode, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }

    private synchronized void ended(String leading) {
        calls--;
        callsByProgram.computeIfPresent(leading, (program, count) -> count == 1 ? null : count - 1);
        notifyAll();
        dispatch();
    }

    /** Makes no further call. */
    synchronized void stop() {
        running = false;
        probes.clear();
    }

    /** Waits for the calls under way; false if they take longer. */
    synchronized boolean awaitCalls(Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (calls > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
