package io.caseline.trials.bench;

import io.caseline.trials.bench.Drain.Drained;
import io.caseline.trials.bench.Org.Counts;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * What {@link CasesBench} measured.
 *
 * @param bare records a second of the bare client
 * @param inbox commands a second while the org is unavailable
 */
record CasesReport(CasesBench.Plan plan, Mode full, Mode oneByOne, double bare, LoneCases lone, double inbox) {

    /** Measurements of the processor in one mode, and what the org counted meanwhile, warm-up included. */
    record Mode(Drained drained, Counts org) {

        String row(String name) {
            return String.format(
                    Locale.ROOT,
                    "%-38s %,10.0f %14.2f %12.0f",
                    name,
                    drained.rate(),
                    org.callsPerThousand(),
                    drained.cpuMicros());
        }
    }

    void print(PrintStream out, int mostConcurrentCalls) {
        out.printf(Locale.ROOT, "%n%-38s %10s %14s %12s%n", "", "cases/s", "calls/1000", "CPU µs/case");
        out.println(full.row("case-processor, end to end"));
        out.println(oneByOne.row("case-processor, one call a record"));
        out.printf(
                Locale.ROOT, "%-38s %,10.0f %14.2f%n", "bare client, full calls", bare, 1000.0 / CasesBench.FULL_CALL);
        out.printf(Locale.ROOT, "%-38s %,10.0f%n%n", "inbox, while the org is unavailable", inbox);
        aims().forEach(out::println);
        out.printf(
                Locale.ROOT,
                "%d lone cases; a bare call with one record takes %.0f ms; the org saw at most %d concurrent calls%n",
                lone.measured(),
                lone.bareMillis(),
                mostConcurrentCalls);
    }

    private List<Ratio> aims() {
        double rate = full.drained().rate();
        return List.of(
                plan.latency().call().isZero()
                        ? Ratio.atLeast(4300, "end to end, cases a second", rate)
                        : Ratio.atLeast(0.95, "end to end / bare client", rate / bare),
                Ratio.atLeast(
                        20,
                        "end to end / one call a record",
                        rate / oneByOne.drained().rate()),
                Ratio.atMost(6, "API calls for 1,000 cases", full.org().callsPerThousand()),
                Ratio.atMost(550, "processor time a case, µs", full.drained().cpuMicros()),
                Ratio.atLeast(15_000, "inbox, commands a second", inbox),
                Ratio.atMost(60, "lone case: ms over a bare call, p50", lone.addedMillis(50)),
                Ratio.atMost(200, "lone case: ms over a bare call, p99", lone.addedMillis(99)));
    }
}
