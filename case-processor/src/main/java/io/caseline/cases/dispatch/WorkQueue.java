package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
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
 * Claimed commands that wait in memory for a call slot. Bounded by bytes, in all and for each program. Commands whose
 * caller waits go first, then the others; within each, programs take turns.
 */
@Component
class WorkQueue {
    /** What awaited commands may take in memory beyond the bounds, as a factor: gateways bound their number. */
    private static final int AWAITED = 2;

    private final long memory;
    private final long memoryPerProgram;

    /** By program, in the order of their turns. */
    private final Map<String, ProgramQueue> programs = new LinkedHashMap<>();

    private long bytes;

    /** Mean size of the commands that were claimed lately. */
    private long usualSize = 1000;

    /** When the queue last ceased to be empty. */
    private long sinceNanos;

    WorkQueue(DispatchSettings settings, MeterRegistry meters) {
        this.memory = settings.memory().toBytes();
        this.memoryPerProgram = settings.memoryPerProgram().toBytes();
        Gauge.builder("caseline.cases.queue.bytes", this, WorkQueue::bytes)
                .description("Memory of claimed commands that wait for a call slot")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("caseline.cases.queue.commands", this, WorkQueue::size)
                .description("Claimed commands that wait for a call slot")
                .register(meters);
    }

    /**
     * What one call is to carry.
     *
     * @param share the most awaited commands
     * @param awaitedOnly whether the slot is for waiting callers only
     * @param oldestFirst whether the oldest command goes first, whoever waits
     * @param limit the most records
     * @param fill whether a call of awaited commands is filled up with others
     */
    record Slot(int share, boolean awaitedOnly, boolean oldestFirst, int limit, boolean fill) {}

    /**
     * Reserves memory for new commands.
     *
     * @return those that fit; the others are to wait in the ledger
     */
    synchronized Set<UUID> reserve(Collection<CaseCommand> commands, Predicate<String> held, Instant now) {
        Set<UUID> reserved = new HashSet<>();
        for (CaseCommand command : commands) {
            ProgramQueue queue = programs.computeIfAbsent(command.programCode(), program -> new ProgramQueue());
            int factor = command.isAwaited(now) ? AWAITED : 1;
            if (!held.test(command.programCode())
                    && bytes + command.size() <= factor * memory
                    && queue.bytes() + command.size() <= factor * memoryPerProgram) {
                charge(queue, command.size());
                reserved.add(command.correlationId());
            }
        }
        return reserved;
    }

    synchronized void unreserve(Collection<CaseCommand> commands) {
        commands.forEach(command -> charge(queue(command.programCode()), -command.size()));
    }

    /** Adds commands whose memory is reserved. */
    synchronized void add(Collection<ClaimedCommand> commands, Instant now) {
        if (isEmpty()) {
            sinceNanos = System.nanoTime();
        }
        for (ClaimedCommand command : commands) {
            ProgramQueue queue = queue(command.programCode());
            queue.commands(command.command().isAwaited(now)).addLast(command);
        }
    }

    /**
     * Memory reserved for commands about to be claimed from the ledger.
     *
     * @param limit the most commands
     */
    record Room(String program, int limit, long bytes) {}

    /**
     * Reserves memory for as many commands of the usual size as fit, at most a batch, and no more than two batches of a
     * program in all. Where the program has none, there is room for one of any size.
     */
    synchronized Room reserve(String program, int batch) {
        ProgramQueue queue = queue(program);
        long free = Math.min(memory - bytes, memoryPerProgram - queue.bytes());
        long fitting = free > 0 && queue.bytes() == 0 ? Math.max(1, free / usualSize) : free / usualSize;
        long wanted = Math.min(batch, 2 * batch - queue.commands(false).size());
        int limit = (int) Math.max(0, Math.min(wanted, fitting));
        Room room = new Room(program, limit, limit * usualSize);
        charge(queue, room.bytes());
        return room;
    }

    /** Adds commands claimed from the ledger. */
    synchronized void add(Room room, Collection<ClaimedCommand> commands, Instant now) {
        cancel(room);
        for (ClaimedCommand command : commands) {
            int size = command.command().size();
            charge(queue(room.program()), size);
            usualSize = Math.ceilDiv(7 * usualSize + size, 8);
        }
        add(commands, now);
    }

    synchronized void cancel(Room room) {
        charge(queue(room.program()), -room.bytes());
    }

    private ProgramQueue queue(String program) {
        return programs.computeIfAbsent(program, name -> new ProgramQueue());
    }

    private void charge(ProgramQueue queue, long size) {
        queue.charge(size);
        bytes += size;
    }

    /**
     * What waits for a call.
     *
     * @param awaited commands whose callers wait
     * @param others the other commands
     * @param sinceNanos when the first of them was added, of {@link System#nanoTime}
     */
    record Waiting(int awaited, int others, long sinceNanos) {}

    /** What waits of the programs that may have another call now. */
    synchronized Waiting waiting(Predicate<String> allowed, Instant now) {
        int awaited = 0;
        int others = 0;
        for (Map.Entry<String, ProgramQueue> entry : programs.entrySet()) {
            if (!entry.getValue().isEmpty() && allowed.test(entry.getKey())) {
                entry.getValue().demote(now);
                awaited += entry.getValue().commands(true).size();
                others += entry.getValue().commands(false).size();
            }
        }
        return new Waiting(awaited, others, sinceNanos);
    }

    /**
     * Takes what the next call carries; empty if there is nothing for this slot.
     *
     * @param allowed programs that may have another call now
     * @param callSize records of a program in one call; one with less than the limit goes alone
     */
    synchronized List<ClaimedCommand> take(
            Slot slot, Predicate<String> allowed, ToIntFunction<String> callSize, Instant now) {
        programs.values().removeIf(queue -> queue.isEmpty() && queue.bytes() == 0);
        List<String> turns = new ArrayList<>();
        int awaited = 0;
        for (Map.Entry<String, ProgramQueue> entry : programs.entrySet()) {
            if (!entry.getValue().isEmpty() && allowed.test(entry.getKey())) {
                entry.getValue().demote(now);
                turns.add(entry.getKey());
                awaited += entry.getValue().commands(true).size();
            }
        }
        if (turns.isEmpty() || (slot.awaitedOnly() && awaited == 0)) {
            return List.of();
        }
        List<ClaimedCommand> taken = new ArrayList<>();
        if (slot.oldestFirst() && !slot.awaitedOnly()) {
            String oldest = turns.stream()
                    .min(Comparator.comparing(program -> queue(program).oldest()))
                    .orElseThrow();
            int size = Math.min(slot.limit(), callSize.applyAsInt(oldest));
            draw(List.of(oldest), false, size, slot.limit(), callSize, taken);
            draw(List.of(oldest), true, size, slot.limit(), callSize, taken);
        } else if (awaited > 0) {
            draw(turns, true, Math.min(slot.limit(), slot.share()), slot.limit(), callSize, taken);
            if (slot.fill()) {
                draw(turns, false, slot.limit(), slot.limit(), callSize, taken);
            }
        } else {
            draw(turns, false, slot.limit(), slot.limit(), callSize, taken);
        }
        endTurn(taken);
        return taken;
    }

    /**
     * Takes one command of each program in turn, until there are enough. A program whose calls carry less than others goes
     * alone.
     */
    private void draw(
            List<String> turns,
            boolean awaited,
            int enough,
            int limit,
            ToIntFunction<String> callSize,
            List<ClaimedCommand> taken) {
        List<String> waiting = turns.stream()
                .filter(program -> !queue(program).commands(awaited).isEmpty())
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        String first = taken.isEmpty() ? waiting.getFirst() : taken.getFirst().programCode();
        boolean alone = callSize.applyAsInt(first) < limit;
        int most = alone ? Math.min(enough, callSize.applyAsInt(first)) : enough;
        List<String> from = waiting.stream()
                .filter(program -> alone ? program.equals(first) : callSize.applyAsInt(program) >= limit)
                .toList();
        boolean more = true;
        while (more && taken.size() < most) {
            more = false;
            for (Iterator<String> turn = from.iterator(); turn.hasNext() && taken.size() < most; ) {
                ProgramQueue queue = queue(turn.next());
                ClaimedCommand next = queue.commands(awaited).pollFirst();
                if (next != null) {
                    charge(queue, -next.command().size());
                    taken.add(next);
                    more = true;
                }
            }
        }
    }

    /** Whoever had the first place in this call has the last one next. */
    private void endTurn(List<ClaimedCommand> taken) {
        if (!taken.isEmpty()) {
            String first = taken.getFirst().programCode();
            programs.put(first, Objects.requireNonNull(programs.remove(first)));
        }
    }

    /** Takes all commands of a program, as it is held. */
    synchronized List<ClaimedCommand> drain(String program) {
        ProgramQueue queue = programs.get(program);
        if (queue == null) {
            return List.of();
        }
        List<ClaimedCommand> drained = queue.drain();
        drained.forEach(command -> charge(queue, -command.command().size()));
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
                .allMatch(entry ->
                        skipped.contains(entry.getKey()) || entry.getValue().isEmpty());
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized int size() {
        return programs.values().stream().mapToInt(ProgramQueue::size).sum();
    }
}
