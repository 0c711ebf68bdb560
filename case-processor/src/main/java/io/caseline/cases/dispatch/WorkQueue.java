package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.CallSelection.CallLimits;
import io.caseline.cases.dispatch.DuePrograms.Due;
import io.caseline.cases.dispatch.QueueMemory.ClaimQuota;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/**
 * Claimed commands that wait in memory for a call slot. Commands whose caller waits go first, then the others of live
 * traffic, then those of replays; some calls take the oldest, and some take replays first. Programs take turns.
 */
@Component
class WorkQueue {
    /** By program, in the order of their turns. */
    private final Map<String, ProgramQueue> programs = new LinkedHashMap<>();

    private final QueueMemory memory;

    /** When a command was last added to the empty queue, of {@link System#nanoTime}. */
    private long nonEmptySince;

    WorkQueue(DispatchSettings settings, MeterRegistry meters) {
        this.memory = new QueueMemory(settings);
        Gauge.builder("caseline.cases.queue.bytes", this, WorkQueue::bytes)
                .description("Memory of claimed commands that wait for a call slot")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("caseline.cases.queue.commands", this, WorkQueue::size)
                .description("Claimed commands that wait for a call slot")
                .register(meters);
    }

    /**
     * Reserves memory for new commands.
     *
     * @return those that fit; the others are to wait in the ledger
     */
    synchronized Set<UUID> reserve(Collection<CaseCommand> commands, Predicate<String> held, Instant now) {
        Set<UUID> reserved = new HashSet<>();
        for (CaseCommand command : commands) {
            if (!held.test(command.programCode()) && memory.tryReserve(command, command.isAwaited(now))) {
                reserved.add(command.correlationId());
            }
        }
        return reserved;
    }

    synchronized void unreserve(Collection<CaseCommand> commands) {
        commands.forEach(memory::remove);
    }

    /** Adds commands whose memory is reserved. */
    synchronized void add(Collection<ClaimedCommand> commands, Instant now) {
        if (isEmpty()) {
            nonEmptySince = System.nanoTime();
        }
        for (ClaimedCommand command : commands) {
            queue(command.programCode()).add(command, now);
        }
    }

    /** Reserves memory for commands of a program, at most a batch, and no more than two batches of each traffic. */
    synchronized ClaimQuota reserve(Due due, int batch) {
        String program = due.program();
        int claimed = programs.containsKey(program) ? queue(program).claimed(due.traffic()) : 0;
        return memory.reserve(program, Math.min(batch, 2 * batch - claimed));
    }

    /** Adds commands claimed from the ledger. */
    synchronized void add(ClaimQuota quota, Collection<ClaimedCommand> commands, Instant now) {
        memory.cancel(quota);
        commands.forEach(command -> memory.addClaimed(command.command()));
        add(commands, now);
    }

    synchronized void cancel(ClaimQuota quota) {
        memory.cancel(quota);
    }

    private ProgramQueue queue(String program) {
        return programs.computeIfAbsent(program, name -> new ProgramQueue());
    }

    /**
     * What waits for a call.
     *
     * @param programs those that wait and may have another call now, in the order of their turns
     * @param awaited number of commands whose callers wait
     * @param backlog number of the other commands of live traffic
     * @param replays number of the commands of replays, if these may have another call now
     * @param nonEmptySince when a command was last added to the empty queue, of {@link System#nanoTime}
     */
    record QueueSnapshot(List<String> programs, int awaited, int backlog, int replays, long nonEmptySince) {
        int size() {
            return awaited + backlog + replays;
        }
    }

    /**
     * Removes empty queues, moves commands whose callers have stopped waiting, and counts what is left.
     *
     * @param allowed programs that may have another call now
     * @param mayReplay whether commands of replays may have another call now
     */
    synchronized QueueSnapshot refresh(Predicate<String> allowed, boolean mayReplay, Instant now) {
        programs.values().removeIf(ProgramQueue::isEmpty);
        List<String> turns = new ArrayList<>();
        int awaited = 0;
        int backlog = 0;
        int replays = 0;
        for (Map.Entry<String, ProgramQueue> program : programs.entrySet()) {
            if (allowed.test(program.getKey())) {
                ProgramQueue queue = program.getValue();
                queue.demote(now);
                turns.add(program.getKey());
                awaited += queue.awaited().size();
                backlog += queue.backlog().size();
                replays += mayReplay ? queue.replays().size() : 0;
            }
        }
        return new QueueSnapshot(turns, awaited, backlog, replays, nonEmptySince);
    }

    /**
     * Takes what the next call carries; empty if there is nothing for this slot.
     *
     * @param snapshot what {@link #refresh} has found just now
     * @param callSize records of a program in one call; one with less than the limit goes alone
     */
    synchronized List<ClaimedCommand> take(CallLimits limits, QueueSnapshot snapshot, ToIntFunction<String> callSize) {
        if (limits.awaitedOnly() && snapshot.awaited() == 0) {
            return List.of();
        }
        List<ClaimedCommand> taken = new CallSelection(programs, limits, callSize).take(snapshot);
        taken.forEach(command -> memory.remove(command.command()));
        endTurn(taken);
        return taken;
    }

    /** The program that came first in this call goes last in the next. */
    private void endTurn(List<ClaimedCommand> taken) {
        if (!taken.isEmpty()) {
            String first = taken.getFirst().programCode();
            programs.put(first, Objects.requireNonNull(programs.remove(first)));
        }
    }

    /** Takes all commands of a program, as it is held. */
    synchronized List<ClaimedCommand> drain(String program) {
        ProgramQueue queue = programs.remove(program);
        List<ClaimedCommand> drained = queue == null ? List.of() : queue.drain();
        drained.forEach(command -> memory.remove(command.command()));
        return drained;
    }

    synchronized List<ClaimedCommand> drainAll() {
        return List.copyOf(programs.keySet()).stream()
                .flatMap(program -> drain(program).stream())
                .toList();
    }

    synchronized boolean isEmpty() {
        return isEmptyBut(Set.of());
    }

    /** Whether there is nothing but commands of these programs. */
    synchronized boolean isEmptyBut(Collection<String> skipped) {
        return programs.entrySet().stream()
                .allMatch(program ->
                        skipped.contains(program.getKey()) || program.getValue().isEmpty());
    }

    synchronized long bytes() {
        return memory.bytes();
    }

    synchronized int size() {
        return programs.values().stream().mapToInt(ProgramQueue::size).sum();
    }
}
