package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.InsertResult.Busy;
import io.caseline.cases.salesforce.InsertResult.Created;
import io.caseline.cases.salesforce.InsertResult.Held;
import io.caseline.cases.salesforce.InsertResult.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which records of a call came to nothing by the org's fault: those are held, and none of them fails.
 *
 * <p>When more than half of the records, and at least five, have one and the same code, the org is the culprit, say by a
 * new required field. This is so only for codes that can come from the org's set-up: a partner who sends 200 bad e-mail
 * addresses ({@link ErrorKind#DATA}) must not stop everybody else.
 */
final class OrgFault {
    private static final int FEWEST_FOR_MAJORITY = 5;

    private OrgFault() {}

    static Map<UUID, InsertResult> heldIfRefused(Map<UUID, InsertResult> results) {
        return held(results, ErrorKind.REFUSED, results.size());
    }

    /**
     * For busy records that are not to be tried again at once.
     *
     * @param all records that were tried at first, of which these may be the rest
     */
    static Map<UUID, InsertResult> heldIfBusy(Map<UUID, InsertResult> results, int all) {
        Map<UUID, InsertResult> held = held(results, ErrorKind.BUSY, all);
        held.replaceAll((id, result) -> result instanceof Busy busy && ErrorKind.of(busy.code()) == ErrorKind.NOT_YET
                ? new Held(busy.code())
                : result);
        return held;
    }

    /** Holds records that got one and the same code of this kind, where they are the majority. */
    private static Map<UUID, InsertResult> held(Map<UUID, InsertResult> results, ErrorKind kind, int all) {
        Map<String, Long> counts = results.values().stream()
                .map(OrgFault::code)
                .filter(code -> !code.isEmpty() && ErrorKind.of(code) == kind)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        counts.values().removeIf(count -> count < FEWEST_FOR_MAJORITY || 2 * count <= all);
        Map<UUID, InsertResult> held = new LinkedHashMap<>(results);
        held.replaceAll((id, result) -> counts.containsKey(code(result)) ? new Held(code(result)) : result);
        return held;
    }

    private static String code(InsertResult result) {
        return switch (result) {
            case Created created -> "";
            case Refused refused -> refused.code();
            case Busy busy -> busy.code();
            case Held held -> held.code();
        };
    }
}
