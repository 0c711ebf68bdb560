package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.WorkQueue.QueueSnapshot;
import io.caseline.cases.ledger.ClaimedCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Takes from the queues what one call carries, one command of each program in turn. A program whose calls carry fewer
 * records than others goes alone.
 */
final class CallSelection {
    private final Map<String, ProgramQueue> queues;
    private final CallLimits limits;
    private final ToIntFunction<String> callSize;
    private final List<ClaimedCommand> taken = new ArrayList<>();

    /**
     * Limits of what one call carries.
     *
     * @param share maximum number of awaited commands
     * @param awaitedOnly whether the call is for waiting callers only
     * @param turn who goes first
     * @param limit maximum number of records
     * @param fill whether a call of awaited commands is filled up with others
     */
    record CallLimits(int share, boolean awaitedOnly, Turn turn, int limit, boolean fill) {}

    /** Who goes first in a call. */
    enum Turn {
        AWAITED,
        /** The oldest command of live traffic, whoever waits. */
        OLDEST,
        REPLAYS;

        /** In so many calls the oldest command goes first once, and replays go first once, so that nothing starves. */
        private static final int ROUND = 8;

        static Turn of(long call) {
            if (call % ROUND == 0) {
                return OLDEST;
            }
            return call % ROUND == ROUND / 2 ? REPLAYS : AWAITED;
        }
    }

    /** @param callSize records of a program in one call */
    CallSelection(Map<String, ProgramQueue> queues, CallLimits limits, ToIntFunction<String> callSize) {
        this.queues = queues;
        this.limits = limits;
        this.callSize = callSize;
    }

    List<ClaimedCommand> take(QueueSnapshot snapshot) {
        List<String> turns =
                snapshot.programs().stream().filter(queues::containsKey).toList();
        if (turns.isEmpty()) {
            return taken;
        }
        int limit = limits.limit();
        Turn turn = limits.awaitedOnly() ? Turn.AWAITED : limits.turn();
        if (turn == Turn.OLDEST) {
            takeOldest(turns);
        }
        if (turn == Turn.REPLAYS && snapshot.replays() > 0) {
            take(turns, ProgramQueue::replays, limit);
        }
        if (taken.isEmpty() && snapshot.awaited() > 0) {
            take(turns, ProgramQueue::awaited, Math.min(limit, limits.share()));
            if (!limits.fill()) {
                return taken;
            }
        }
        if (turn != Turn.OLDEST || taken.isEmpty()) {
            take(turns, ProgramQueue::backlog, limit);
            if (snapshot.replays() > 0) {
                take(turns, ProgramQueue::replays, limit);
            }
        }
        return taken;
    }

    /** Takes the commands of the program that has the oldest one of live traffic, whoever waits. */
    private void takeOldest(List<String> turns) {
        String oldest = turns.stream()
                .filter(program -> queue(program).hasLive())
                .min(Comparator.comparing(program -> queue(program).oldest()))
                .orElse(null);
        if (oldest == null) {
            return;
        }
        int max = Math.min(limits.limit(), callSize.applyAsInt(oldest));
        take(List.of(oldest), ProgramQueue::backlog, max);
        take(List.of(oldest), ProgramQueue::awaited, max);
    }

    /**
     * Takes commands of the programs in turn, until the call carries enough.
     *
     * @param commands those whose callers wait, or the others
     */
    private void take(List<String> programs, Function<ProgramQueue, Deque<ClaimedCommand>> commands, int enough) {
        List<String> waiting = programs.stream()
                .filter(program -> !commands.apply(queue(program)).isEmpty())
                .toList();
        if (waiting.isEmpty()) {
            return;
        }
        String first = taken.isEmpty() ? waiting.getFirst() : taken.getFirst().programCode();
        boolean alone = callSize.applyAsInt(first) < limits.limit();
        int max = alone ? Math.min(enough, callSize.applyAsInt(first)) : enough;
        List<String> from = waiting.stream()
                .filter(program -> alone ? program.equals(first) : callSize.applyAsInt(program) >= limits.limit())
                .toList();
        boolean more = true;
        while (more && taken.size() < max) {
            more = false;
            for (Iterator<String> turn = from.iterator(); turn.hasNext() && taken.size() < max; ) {
                ClaimedCommand next = commands.apply(queue(turn.next())).pollFirst();
                if (next != null) {
                    taken.add(next);
                    more = true;
                }
            }
        }
    }

    private ProgramQueue queue(String program) {
        return Objects.requireNonNull(queues.get(program));
    }
}
