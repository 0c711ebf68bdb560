package io.caseline.cases.faults;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that the org's automation refused alike, as it does with a call that is too big for it. */
public record AutomationRefusal(List<ClaimedCommand> commands, Refused refused) {

    static Optional<Refused> ofAll(Map<ClaimedCommand, InsertResult> results) {
        return same(results.values());
    }

    static List<AutomationRefusal> ofPrograms(Map<ClaimedCommand, InsertResult> results) {
        Map<String, List<ClaimedCommand>> byProgram = new LinkedHashMap<>();
        results.keySet()
                .forEach(command -> byProgram
                        .computeIfAbsent(command.programCode(), program -> new ArrayList<>())
                        .add(command));
        List<AutomationRefusal> refusals = new ArrayList<>();
        byProgram.values().stream()
                .filter(commands -> commands.size() > 1)
                .forEach(commands -> same(commands.stream().map(results::get).toList())
                        .ifPresent(refused -> refusals.add(new AutomationRefusal(commands, refused))));
        return refusals;
    }

    private static Optional<Refused> same(Collection<InsertResult> results) {
        Refused first = null;
        for (InsertResult result : results) {
            if (!(result instanceof Refused refused)
                    || ErrorKind.of(refused.code()) != ErrorKind.AUTOMATION
                    || (first != null && !first.code().equals(refused.code()))) {
                return Optional.empty();
            }
            first = refused;
        }
        return Optional.ofNullable(first);
    }
}
