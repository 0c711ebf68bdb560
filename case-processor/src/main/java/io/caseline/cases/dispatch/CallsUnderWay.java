package io.caseline.cases.dispatch;

import io.caseline.cases.ledger.ClaimedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The calls that the {@link Dispatcher} has started and that have not ended. */
final class CallsUnderWay {
    private final Map<String, Integer> byProgram = new HashMap<>();
    private int count;
    private int awaitedCommands;
    private int replayCalls;

    /**
     * A call under way.
     *
     * @param program the one that has the most records in it: the call counts as that program's
     * @param replays whether it carries nothing but commands of replays
     */
    record Call(String program, int awaitedCommands, boolean replays) {}

    synchronized int count() {
        return count;
    }

    /** Commands in these calls whose callers wait. */
    synchronized int awaitedCommands() {
        return awaitedCommands;
    }

    /** Calls that carry nothing but commands of replays. */
    synchronized int replayCalls() {
        return replayCalls;
    }

    synchronized int of(String program) {
        return byProgram.getOrDefault(program, 0);
    }

    synchronized Call start(List<ClaimedCommand> commands, Instant now) {
        int awaited = (int) commands.stream()
                .filter(command -> command.command().isAwaited(now))
                .count();
        Call call =
                new Call(leadingProgram(commands), awaited, commands.stream().allMatch(ClaimedCommand::isReplayed));
        count++;
        replayCalls += call.replays() ? 1 : 0;
        awaitedCommands += awaited;
        byProgram.merge(call.program(), 1, Integer::sum);
        return call;
    }

    synchronized void end(Call call) {
        count--;
        replayCalls -= call.replays() ? 1 : 0;
        awaitedCommands -= call.awaitedCommands();
        byProgram.computeIfPresent(call.program(), (program, calls) -> calls == 1 ? null : calls - 1);
        notifyAll();
    }

    /** Waits until there are none; false if that takes longer. */
    synchronized boolean awaitNone(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (count > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private static String leadingProgram(List<ClaimedCommand> commands) {
        return commands.stream()
                .collect(Collectors.groupingBy(ClaimedCommand::programCode, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElseThrow();
    }
}
