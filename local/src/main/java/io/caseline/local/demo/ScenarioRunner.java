package io.caseline.local.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Plays scenarios side by side, a bounded number at once, and tells how far it is. */
final class ScenarioRunner {

    private static final int CONCURRENCY = 16;
    private static final int STEP = 50;

    private final Partner partner;
    private final Consumer<String> console;
    private final AtomicInteger answered = new AtomicInteger();

    ScenarioRunner(Partner partner, Consumer<String> console) {
        this.partner = partner;
        this.console = console;
    }

    /** Returns the rows of all scenarios, in their order. */
    List<Row> run(List<Scenario> scenarios) throws IOException, InterruptedException {
        int total = scenarios.stream().mapToInt(Scenario::length).sum();
        console.accept("sending %d requests, %d concurrently".formatted(total, CONCURRENCY));
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<List<Row>>> futures = scenarios.stream()
                    .map(scenario -> threads.submit(() -> run(scenario, total)))
                    .toList();
            List<Row> rows = new ArrayList<>();
            for (Future<List<Row>> future : futures) {
                rows.addAll(future.get());
            }
            return rows;
        } catch (ExecutionException e) {
            throw new IOException("a request got no response: " + e.getCause(), e.getCause());
        }
    }

    private List<Row> run(Scenario scenario, int total) throws IOException, InterruptedException {
        List<Row> rows = scenario.run(partner);
        int now = answered.addAndGet(rows.size());
        if (now / STEP > (now - rows.size()) / STEP) {
            console.accept("  %d of %d answered".formatted(now, total));
        }
        return rows;
    }
}
