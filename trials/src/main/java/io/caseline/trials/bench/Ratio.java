package io.caseline.trials.bench;

import java.util.Locale;

/**
 * A measured value and its aim.
 *
 * @param atMost whether less is better
 */
record Ratio(String name, double value, double aim, boolean atMost) {

    static Ratio atLeast(double aim, String name, double value) {
        return new Ratio(name, value, aim, false);
    }

    static Ratio atMost(double aim, String name, double value) {
        return new Ratio(name, value, aim, true);
    }

    boolean met() {
        return atMost ? value <= aim : value >= aim;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-58s %10.2f   aim: %s %s   %s",
                name,
                value,
                atMost ? "at most" : "at least",
                aim,
                met() ? "met" : "MISSED");
    }
}
