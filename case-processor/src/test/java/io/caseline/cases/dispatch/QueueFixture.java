package io.caseline.cases.dispatch;

import static io.caseline.cases.testing.ClaimedCommands.NOW;
import static io.caseline.cases.testing.ClaimedCommands.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.cases.dispatch.CallSelection.CallLimits;
import io.caseline.cases.dispatch.CallSelection.Turn;
import io.caseline.cases.dispatch.DuePrograms.Due;
import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.ClaimedCommand;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.util.unit.DataSize;

/** A queue, and commands for it. */
abstract class QueueFixture {
    protected static final int LIMIT = 200;

    protected final WorkQueue queue = queue(1_000_000, 1_000_000);
    protected final Map<String, Integer> callSizes = new HashMap<>();

    protected static void left(Set<ClaimedCommand> inside, List<ClaimedCommand> commands) {
        commands.forEach(command -> assertThat(inside.remove(command)).isTrue());
    }

    protected static WorkQueue queue(long memory, long memoryPerProgram) {
        return new WorkQueue(
                Settings.dispatch(DataSize.ofBytes(memory), DataSize.ofBytes(memoryPerProgram)),
                new SimpleMeterRegistry());
    }

    protected static Set<?> reserve(WorkQueue queue, List<ClaimedCommand> commands) {
        return queue.reserve(commands(commands), program -> false, NOW);
    }

    protected static List<CaseCommand> commands(List<ClaimedCommand> claimed) {
        return claimed.stream().map(ClaimedCommand::command).toList();
    }

    protected List<ClaimedCommand> take(CallLimits limits) {
        return take(queue, limits, program -> true, NOW);
    }

    protected List<ClaimedCommand> take(WorkQueue from, CallLimits limits, Predicate<String> allowed, Instant now) {
        return from.take(limits, from.refresh(allowed, true, now), this::callSize);
    }

    protected int callSize(String program) {
        return callSizes.getOrDefault(program, LIMIT);
    }

    protected static CallLimits limits() {
        return new CallLimits(LIMIT, false, Turn.AWAITED, LIMIT, false);
    }

    protected static Map<String, Long> count(List<ClaimedCommand> commands) {
        Map<String, Long> counts = new HashMap<>();
        new ArrayList<>(commands).forEach(command -> counts.merge(command.programCode(), 1L, Long::sum));
        return counts;
    }

    protected static void add(WorkQueue queue, List<ClaimedCommand> commands) {
        commands.forEach(command ->
                queue.add(queue.reserve(new Due(command.programCode(), command.traffic()), 1), List.of(command), NOW));
    }
}
