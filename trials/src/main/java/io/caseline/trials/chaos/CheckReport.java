package io.caseline.trials.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Comparisons of sets, each with what does not agree. */
final class CheckReport {

    private static final int SHOWN = 20;

    private final List<Check> checks = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * One comparison.
     *
     * @param looked how many things were compared
     * @param wrong those that do not agree, each in words that name it
     */
    record Check(String name, int looked, Set<String> wrong) {}

    /** Where nothing was looked at, nothing is proved, and the check fails. */
    void check(String name, int looked, Collection<String> wrong) {
        checks.add(
                new Check(name, looked, looked == 0 ? Set.of("there was nothing to compare") : new TreeSet<>(wrong)));
    }

    /** Something that there must not be at all. */
    void none(String name, Collection<String> found) {
        checks.add(new Check(name, found.size(), new TreeSet<>(found)));
    }

    /** All of the first set must be in the second one. */
    void contained(String name, Set<String> all, Set<String> in) {
        Set<String> missing = new LinkedHashSet<>(all);
        missing.removeAll(in);
        check(name, all.size(), missing);
    }

    void same(String name, Set<String> some, Set<String> others) {
        Set<String> different = new LinkedHashSet<>();
        some.stream().filter(one -> !others.contains(one)).forEach(one -> different.add(one + " is missing"));
        others.stream()
                .filter(one -> !some.contains(one))
                .forEach(one -> different.add(one + " is not expected there"));
        check(name, some.size(), different);
    }

    /** None may occur more than once. */
    void once(String name, Collection<String> all) {
        Map<String, Integer> counts = new HashMap<>();
        all.forEach(one -> counts.merge(one, 1, Integer::sum));
        check(
                name,
                all.size(),
                counts.entrySet().stream()
                        .filter(entry -> entry.getValue() > 1)
                        .map(entry -> "%s %d times".formatted(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Something worth knowing that is neither right nor wrong. */
    void note(String note) {
        notes.add(note);
    }

    boolean passed() {
        return checks.stream().allMatch(check -> check.wrong().isEmpty());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  %-70s %9s %6s".formatted("what has to agree", "looked at", "wrong"));
        for (Check check : checks) {
            lines.add("  %-70s %,9d %,6d"
                    .formatted(check.name(), check.looked(), check.wrong().size()));
        }
        checks.stream().filter(check -> !check.wrong().isEmpty()).forEach(check -> {
            lines.add("  " + check.name() + ":");
            check.wrong().stream().limit(SHOWN).forEach(one -> lines.add("    " + one));
            if (check.wrong().size() > SHOWN) {
                lines.add("    and %,d more".formatted(check.wrong().size() - SHOWN));
            }
        });
        notes.forEach(note -> lines.add("  " + note));
        return lines;
    }
}
