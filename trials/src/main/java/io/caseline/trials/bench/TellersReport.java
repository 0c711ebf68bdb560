package io.caseline.trials.bench;

import io.caseline.trials.bench.Drain.Drained;
import java.io.PrintStream;
import java.util.Locale;

/**
 * What {@link TellersBench} measured.
 *
 * @param load of the directory
 * @param bare associations per second as bare JDBC batches
 */
record TellersReport(Drained load, Drained whole, Drained oneByOne, double bare) {

    void print(PrintStream out) {
        out.printf(Locale.ROOT, "%n%-46s %14s %18s%n", "", "associations/s", "CPU µs/association");
        out.println(row("teller-processor, end to end", whole));
        out.println(row("teller-processor, one command a transaction", oneByOne));
        out.printf(Locale.ROOT, "%-46s %,14.0f%n%n", "bare JDBC batches", bare);
        out.println(Ratio.atLeast(5, "end to end / one command a transaction", whole.rate() / oneByOne.rate()));
        out.println(Ratio.atLeast(0.5, "end to end / bare JDBC batches", whole.rate() / bare));
        out.println(Ratio.atMost(5, "minutes for 1,000,000 entries, at the directory's rate", 1e6 / load.rate() / 60));
    }

    private static String row(String name, Drained drained) {
        return String.format(Locale.ROOT, "%-46s %,14.0f %18.0f", name, drained.rate(), drained.cpuMicros());
    }
}
