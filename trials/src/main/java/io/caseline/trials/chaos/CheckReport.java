package io.caseline.trials.chaos;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Checks, each with what is wrong. */
final class CheckReport {

    private static final int SHOWN = 20;

    private final List<Check> checks = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * A check.
     *
     * @param checked number of items
     * @param wrong description of each wrong item
     */
    record Check(String name, int checked, Set<String> wrong) {}

    /** A check of nothing proves nothing, and fails. */
    void check(String name, int checked, Collection<String> wrong) {
        checks.add(
                new Check(name, checked, checked == 0 ? Set.of("there was nothing to compare") : new TreeSet<>(wrong)));
    }

    /** All items must be right. */
    <T> void all(String name, Collection<T> items, Predicate<T> right, Function<T, String> description) {
        check(
                name,
                items.size(),
                items.stream().filter(right.negate()).map(description).toList());
    }

    /** Nothing may be found. */
    void none(String name, Collection<String> found) {
        checks.add(new Check(name, found.size(), new TreeSet<>(found)));
    }

    /** The second set must contain the first one. */
    void contained(String name, Set<String> all, Set<String> in) {
        Set<String> missing = new LinkedHashSet<>(all);
        missing.removeAll(in);
        check(name, all.size(), missing);
    }

    void same(String name, Set<String> some, Set<String> others) {
        Set<String> different = new LinkedHashSet<>();
        some.stream().filter(one -> !others.contains(one)).forEach(one -> different.add(one + " is missing"));
        others.stream().filter(one -> !some.contains(one)).forEach(one -> different.add(one + " is unexpected"));
        check(name, some.size(), different);
    }

    /** No key may occur more than once. */
    <T> void once(String name, Collection<T> items, Function<T, String> key) {
        Map<String, Integer> counts = new HashMap<>();
        items.forEach(item -> counts.merge(key.apply(item), 1, Integer::sum));
        check(
                name,
                items.size(),
                counts.entrySet().stream()
                        .filter(entry -> entry.getValue() > 1)
                        .map(entry -> "%s %d times".formatted(entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** A remark that is neither right nor wrong. */
    void note(String note) {
        notes.add(note);
    }

    boolean passed() {
        return checks.stream().allMatch(check -> check.wrong().isEmpty());
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("  %-70s %9s %6s".formatted("check", "items", "wrong"));
        for (Check check : checks) {
            lines.add("  %-70s %,9d %,6d"
                    .formatted(check.name(), check.checked(), check.wrong().size()));
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

    static <T> Set<String> set(Collection<T> items, Function<T, String> text) {
        return items.stream().map(text).collect(Collectors.toSet());
    }
}
