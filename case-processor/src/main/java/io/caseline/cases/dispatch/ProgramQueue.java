package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.ledger.Claims.Traffic;
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
    private final Deque<ClaimedCommand> replays = new ArrayDeque<>();

    /** Those whose callers wait. */
    Deque<ClaimedCommand> awaited() {
        return awaited;
    }

    /** The others of live traffic. */
    Deque<ClaimedCommand> backlog() {
        return backlog;
    }

    /** Those that a replay has made due. */
    Deque<ClaimedCommand> replays() {
        return replays;
    }

    int claimed(Traffic traffic) {
        return traffic == Traffic.LIVE ? backlog.size() : replays.size();
    }

    void add(ClaimedCommand command, Instant now) {
        Deque<ClaimedCommand> unawaited = command.isReplayed() ? replays : backlog;
        (command.command().isAwaited(now) ? awaited : unawaited).addLast(command);
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
        return awaited.isEmpty() && backlog.isEmpty() && replays.isEmpty();
    }

    int size() {
        return awaited.size() + backlog.size() + replays.size();
    }

    boolean hasLive() {
        return !awaited.isEmpty() || !backlog.isEmpty();
    }

    /** When the oldest of the live commands in first place was received. */
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
        all.addAll(replays);
        awaited.clear();
        backlog.clear();
        replays.clear();
        return all;
    }
}
