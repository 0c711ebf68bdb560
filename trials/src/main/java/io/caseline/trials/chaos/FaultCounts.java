package io.caseline.trials.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many faults of each kind were planned and injected. */
final class FaultCounts {

    private final Map<String, Integer> planned = new LinkedHashMap<>();
    private final Map<String, Integer> injected = new LinkedHashMap<>();
    private final List<String> missed = new ArrayList<>();

    void planned(Fault fault) {
        planned.merge(fault.toString(), 1, Integer::sum);
    }

    void injected(Fault fault) {
        injected.merge(fault.toString(), 1, Integer::sum);
    }

    void missed(int number, Fault fault) {
        missed.add("%d: %s".formatted(number, fault));
    }

    /** The faults whose point no instance reached in time. */
    List<String> missed() {
        return missed;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  %-105s %7s %8s".formatted("fault", "planned", "injected"));
        planned.forEach((fault, count) ->
                lines.add("  %-105s %7d %8d".formatted(fault, count, injected.getOrDefault(fault, 0))));
        return lines;
    }
}
