package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/** The commands of one program in the {@link WorkQueue}, which guards it. */
final class ProgramQueue {
    private final Deque<ClaimedCommand> awaited = new ArrayDeque<>();
    private final Deque<ClaimedCommand> backlog = new ArrayDeque<>();

    /** Those whose callers wait. */
    Deque<ClaimedCommand> awaited() {
        return awaited;
    }

    /** The others. */
    Deque<ClaimedCommand> backlog() {
        return backlog;
    }

    void add(ClaimedCommand command, Instant now) {
        (command.command().isAwaited(now) ? awaited : backlog).addLast(command);
    }

    /** Callers who have stopped waiting lose their place before the others. */
    void demote(Instant now) {
        Deque<ClaimedCommand> demoted = new ArrayDeque<>();
        while (!awaited.isEmpty() && !awaited.getFirst().command().isAwaited(now)) {
            demoted.addLast(awaited.removeFirst());
        }
        while (!demoted.isEmpty()) {
            backlog.addFirst(demoted.removeLast());
        }
    }

    boolean isEmpty() {
        return awaited.isEmpty() && backlog.isEmpty();
    }

    int size() {
        return awaited.size() + backlog.size();
    }

    /** When the oldest of the commands in first place was received. */
    Instant oldest() {
        return Stream.of(awaited, backlog)
                .filter(commands -> !commands.isEmpty())
                .map(commands -> commands.getFirst().command().receivedAt())
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    List<ClaimedCommand> drain() {
        List<ClaimedCommand> all = new ArrayList<>(awaited);
        all.addAll(backlog);
        awaited.clear();
        backlog.clear();
        return all;
    }
}
