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

/** Plays stories side by side, a bounded number at once, and tells how far it is. */
final class ScenarioRunner {

    private static final int AT_ONCE = 16;
    private static final int STEP = 50;

    private final Partner partner;
    private final Consumer<String> console;
    private final AtomicInteger answered = new AtomicInteger();

    ScenarioRunner(Partner partner, Consumer<String> console) {
        this.partner = partner;
        this.console = console;
    }

    /** The rows of all stories, in the stories' order. */
    List<Row> of(List<Scenario> stories) throws IOException, InterruptedException {
        int total = stories.stream().mapToInt(Scenario::length).sum();
        console.accept("sending %d requests, %d at once".formatted(total, AT_ONCE));
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<List<Row>>> plays = stories.stream()
                    .map(story -> threads.submit(() -> play(story, total)))
                    .toList();
            List<Row> rows = new ArrayList<>();
            for (Future<List<Row>> play : plays) {
                rows.addAll(play.get());
            }
            return rows;
        } catch (ExecutionException e) {
            throw new IOException("a request got no answer: " + e.getCause(), e.getCause());
        }
    }

    private List<Row> play(Scenario story, int total) throws IOException, InterruptedException {
        List<Row> rows = story.play(partner);
        int now = answered.addAndGet(rows.size());
        if (now / STEP > (now - rows.size()) / STEP) {
            console.accept("  %d of %d answered".formatted(now, total));
        }
        return rows;
    }
}
