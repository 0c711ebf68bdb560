package io.caseline.cases.faults;

import io.caseline.cases.ledger.ClaimedCommand;
import io.caseline.cases.salesforce.InsertResult;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refusals by the org's automation that hit every record, as happens to a call that is too big for it. */
final class AutomationRefusal {
    private AutomationRefusal() {}

    static Optional<Refused> ofAll(Map<ClaimedCommand, InsertResult> results) {
        return same(results.values());
    }

    static Map<String, Refused> ofPrograms(Map<ClaimedCommand, InsertResult> results) {
        Map<String, List<InsertResult>> byProgram = new HashMap<>();
        results.forEach((command, result) -> byProgram
                .computeIfAbsent(command.programCode(), program -> new ArrayList<>())
                .add(result));
        Map<String, Refused> refused = new LinkedHashMap<>();
        byProgram.forEach((program, all) -> {
            if (all.size() > 1) {
                same(all).ifPresent(refusal -> refused.put(program, refusal));
            }
        });
        return refused;
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
