package io.caseline.cases.faults;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out why a call was refused as a whole, one call at a time. Both halves pass: it was too big, and its programs'
 * calls shrink. One fails: only that one is split further, down to the record that fails alone. Nothing passes, and
 * neither does an unrelated record: it is the fault of the program, or of the org.
 */
public final class Bisection {
    private final Calls calls;
    private final Set<ClaimedCommand> undecided = new LinkedHashSet<>();
    private boolean anyPassed;

    public Bisection(Calls calls) {
        this.calls = calls;
    }

    /** The calls that a bisection makes. */
    public interface Calls {
        /** Makes one call and decides its commands, unless it is refused as a whole: then it returns why. */
        Optional<Refused> call(Collection<ClaimedCommand> commands);

        /** Judges the results and decides their commands. */
        void decide(Map<ClaimedCommand, InsertResult> results);

        /** Calls of these programs are to carry no more records than this. */
        void shrink(Set<String> programs, int records);
    }

    private record RefusedCall(List<ClaimedCommand> commands, Refused refused) {}

    /** @param refused why a call with all of the commands was refused */
    public void run(Collection<ClaimedCommand> commands, Refused refused) {
        undecided.addAll(commands);
        if (commands.size() == 1) {
            decideAll(refused);
            return;
        }
        Deque<RefusedCall> refusedCalls = new ArrayDeque<>();
        refusedCalls.push(new RefusedCall(new ArrayList<>(commands), refused));
        while (!refusedCalls.isEmpty()) {
            RefusedCall call = refusedCalls.pop();
            if (call.commands().size() > 1) {
                split(call.commands(), refusedCalls);
            } else if (!decide(call.commands().getFirst(), call.refused(), refusedCalls)) {
                return;
            }
        }
    }

    private void split(List<ClaimedCommand> commands, Deque<RefusedCall> refusedCalls) {
        int middle = commands.size() / 2;
        boolean allPass = true;
        for (List<ClaimedCommand> half :
                List.of(commands.subList(0, middle), commands.subList(middle, commands.size()))) {
            Optional<Refused> refused = calls.call(half);
            if (refused.isPresent()) {
                allPass = false;
                refusedCalls.push(new RefusedCall(new ArrayList<>(half), refused.get()));
            } else {
                passed(half);
            }
        }
        if (allPass) {
            calls.shrink(commands.stream().map(ClaimedCommand::programCode).collect(Collectors.toSet()), middle);
        }
    }

    private void passed(List<ClaimedCommand> commands) {
        anyPassed = true;
        undecided.removeAll(Set.copyOf(commands));
    }

    /**
     * A record was refused alone. While others pass, it is judged alone; otherwise an unrelated one is tried.
     *
     * @return whether to go on: false if all are decided
     */
    private boolean decide(ClaimedCommand alone, Refused refused, Deque<RefusedCall> refusedCalls) {
        if (!anyPassed) {
            Optional<ClaimedCommand> unrelated = unrelated(alone);
            if (unrelated.isEmpty()) {
                decideAll(refused);
                return false;
            }
            ClaimedCommand control = unrelated.get();
            Optional<Refused> controlRefused = calls.call(List.of(control));
            if (controlRefused.isPresent()) {
                boolean ofReplays = alone.isReplayed() && control.isReplayed(); // says nothing about other records
                if (!control.programCode().equals(alone.programCode()) && !ofReplays) {
                    throw new SalesforceUnavailableException(
                            controlRefused.get().code());
                }
                decideAll(refused);
                return false;
            }
            passed(List.of(control));
            remove(control, refusedCalls);
        }
        undecided.remove(alone);
        calls.decide(Map.of(alone, refused));
        return true;
    }

    private static void remove(ClaimedCommand decided, Deque<RefusedCall> refusedCalls) {
        refusedCalls.forEach(call -> call.commands().remove(decided));
        refusedCalls.removeIf(call -> call.commands().isEmpty());
    }

    /** One of another program, if there is one. */
    private Optional<ClaimedCommand> unrelated(ClaimedCommand command) {
        return undecided.stream()
                .filter(other -> !other.programCode().equals(command.programCode()))
                .findFirst()
                .or(() -> undecided.stream()
                        .filter(other -> !other.equals(command))
                        .findFirst());
    }

    /** All that is left was refused with the same code, in smaller and smaller calls. */
    private void decideAll(Refused refused) {
        Map<ClaimedCommand, InsertResult> results = new LinkedHashMap<>();
        undecided.forEach(command -> results.put(command, refused));
        calls.decide(results);
    }
}
