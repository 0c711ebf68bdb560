package io.caseline.cases.faults;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The last results of each program. Guarded by {@link FaultJudge}. */
final class ProgramHistory {
    /** Refusals with one code that show a fault of the program, if they are most of its last {@value #WINDOW} results. */
    static final int ENOUGH = 5;

    static final int WINDOW = 20;

    private static final String PASSED = "";

    private final Map<String, Deque<String>> lastResults = new HashMap<>();

    void passed(String program) {
        add(program, PASSED);
    }

    void refused(String program, String code) {
        add(program, code);
    }

    void clear(String program) {
        lastResults.remove(program);
    }

    private void add(String program, String result) {
        Deque<String> results = lastResults.computeIfAbsent(program, name -> new ArrayDeque<>());
        results.addLast(result);
        if (results.size() > WINDOW) {
            results.removeFirst();
        }
    }

    /** The code of most of the program's last results; empty if there is none, or too few have it. */
    Optional<String> prevailingCode(String program) {
        List<String> results = List.copyOf(lastResults.getOrDefault(program, new ArrayDeque<>()));
        return results.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(count -> !count.getKey().equals(PASSED))
                .filter(count -> count.getValue() >= ENOUGH && 2 * count.getValue() > results.size())
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
