package io.caseline.cases.dispatch;

import io.caseline.cases.dispatch.CaseDrafts.CaseDraft;
import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out why a call was refused as a whole, one call at a time. Both halves pass: it was too big, and its programs'
 * calls shrink. One fails: only that one is split further, down to the record that fails alone. Nothing passes, and
 * neither does an unrelated record: the program is to blame, or the org.
 */
final class Bisection {
    private final Calls calls;
    private final CallSizes sizes;
    private final Map<ClaimedCommand, CaseDraft> undecided = new LinkedHashMap<>();
    private boolean anyPassed;

    Bisection(Calls calls, CallSizes sizes) {
        this.calls = calls;
        this.sizes = sizes;
    }

    /** The calls that a bisection makes. */
    interface Calls {
        /** Makes one call and settles what it decides, unless it is refused as a whole: then it returns why. */
        Optional<Refused> attempt(Map<ClaimedCommand, CaseDraft> cases);

        void decide(Map<ClaimedCommand, InsertResult> results);
    }

    private record Part(Map<ClaimedCommand, CaseDraft> cases, Refused refused) {}

    /** @param refused why a call with all of the cases was refused */
    void run(Map<ClaimedCommand, CaseDraft> cases, Refused refused) {
        undecided.putAll(cases);
        if (cases.size() == 1) {
            decideAll(refused);
            return;
        }
        Deque<Part> refusedParts = new ArrayDeque<>();
        refusedParts.push(new Part(cases, refused));
        while (!refusedParts.isEmpty()) {
            Part part = refusedParts.pop();
            if (part.cases().size() > 1) {
                split(part, refusedParts);
                continue;
            }
            if (!fails(part, refusedParts)) {
                return;
            }
        }
    }

    private void split(Part part, Deque<Part> refusedParts) {
        List<ClaimedCommand> commands = new ArrayList<>(part.cases().keySet());
        int middle = commands.size() / 2;
        boolean allPass = true;
        for (List<ClaimedCommand> half :
                List.of(commands.subList(0, middle), commands.subList(middle, commands.size()))) {
            Map<ClaimedCommand, CaseDraft> cases = new LinkedHashMap<>();
            half.forEach(command ->
                    cases.put(command, Objects.requireNonNull(part.cases().get(command))));
            Optional<Refused> refused = calls.attempt(cases);
            if (refused.isPresent()) {
                allPass = false;
                refusedParts.push(new Part(cases, refused.get()));
            } else {
                passed(half);
            }
        }
        if (allPass) {
            sizes.shrink(commands.stream().map(ClaimedCommand::programCode).collect(Collectors.toSet()), middle);
        }
    }

    private void passed(List<ClaimedCommand> commands) {
        anyPassed = true;
        undecided.keySet().removeAll(commands);
    }

    /**
     * A record was refused alone. While others pass, it is judged alone; otherwise an unrelated one is tried.
     *
     * @return whether to go on: false if all is decided
     */
    private boolean fails(Part part, Deque<Part> refusedParts) {
        ClaimedCommand alone = part.cases().keySet().iterator().next();
        if (!anyPassed) {
            Optional<ClaimedCommand> other = unrelated(alone);
            if (other.isEmpty()) {
                decideAll(part.refused());
                return false;
            }
            ClaimedCommand probe = other.get();
            Optional<Refused> refused = calls.attempt(Map.of(probe, Objects.requireNonNull(undecided.get(probe))));
            if (refused.isPresent()) {
                if (!probe.programCode().equals(alone.programCode())) {
                    throw new SalesforceUnavailableException(refused.get().code());
                }
                decideAll(part.refused());
                return false;
            }
            passed(List.of(probe));
            without(probe, refusedParts);
        }
        undecided.remove(alone);
        calls.decide(Map.of(alone, part.refused()));
        return true;
    }

    private static void without(ClaimedCommand decided, Deque<Part> parts) {
        parts.forEach(part -> part.cases().remove(decided));
        parts.removeIf(part -> part.cases().isEmpty());
    }

    /** One of another program, if there is one. */
    private Optional<ClaimedCommand> unrelated(ClaimedCommand command) {
        Set<ClaimedCommand> others = undecided.keySet();
        return others.stream()
                .filter(other -> !other.programCode().equals(command.programCode()))
                .findFirst()
                .or(() ->
                        others.stream().filter(other -> !other.equals(command)).findFirst());
    }

    /** All that is left was refused with the same code, in smaller and smaller calls. */
    private void decideAll(Refused refused) {
        Map<ClaimedCommand, InsertResult> results = new LinkedHashMap<>();
        undecided.keySet().forEach(command -> results.put(command, refused));
        calls.decide(results);
    }
}
