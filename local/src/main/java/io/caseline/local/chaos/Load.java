package io.caseline.local.chaos;

import io.caseline.local.chaos.Http.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Partners that send requests in bursts, from two to a hundred at once, until they are told to stop. A partner that gets no
 * answer sends the same request again, and again.
 */
final class Load {

    private static final List<Integer> BURSTS = List.of(2, 2, 2, 4, 10, 40, 100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration BEFORE_REPEAT = Duration.ofMillis(300);
    private static final Duration LONGEST_TRY = Duration.ofMinutes(3);

    /** Requests under way at once; the bursts wait for a place when nobody answers. */
    private static final int PLACES = 200;

    private final Trial trial;
    private final Http gateway;
    private final Supplier<String> tokens;
    private final Book book;
    private final Random random;
    private final long fewest;
    private final ExecutorService partners = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore places = new Semaphore(PLACES);
    private final Thread sender = Thread.ofVirtual().name("load").unstarted(this::send);
    private volatile boolean enough;

    /** @param fewest requests that are sent at least, however soon it is told to stop */
    Load(Trial trial, Http gateway, Supplier<String> tokens, Book book, long seed, long fewest) {
        this.trial = trial;
        this.gateway = gateway;
        this.tokens = tokens;
        this.book = book;
        this.random = new Random(seed);
        this.fewest = fewest;
    }

    void start() {
        sender.start();
    }

    /** Returns when all partners have their answers, or have given up. */
    void finish() throws InterruptedException {
        enough = true;
        sender.join();
        partners.close();
    }

    private void send() {
        long number = 0;
        try {
            while (!enough || number < fewest) {
                int burst = BURSTS.get(random.nextInt(BURSTS.size()));
                for (int i = 0; i < burst; i++) {
                    submit(trial.request(number++));
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Request request) throws InterruptedException {
        Book.Entry entry = book.of(request);
        for (int copy = 0; copy < request.copies(); copy++) {
            places.acquire();
            partners.execute(() -> deliver(entry));
        }
        Duration again = request.again();
        if (again != null) {
            partners.execute(() -> {
                sleep(again);
                places.acquireUninterruptibly();
                deliver(entry);
            });
        }
    }

    private void deliver(Book.Entry entry) {
        try {
            sendUntilAnswered(entry);
        } finally {
            places.release();
        }
    }

    private void sendUntilAnswered(Book.Entry entry) {
        long deadline = System.nanoTime() + LONGEST_TRY.toNanos();
        while (!isAnswered(entry)) {
            book.unanswered();
            if (entry.request().givesUp() || Thread.currentThread().isInterrupted()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                entry.complaints().add("no answer within " + LONGEST_TRY);
                return;
            }
            sleep(BEFORE_REPEAT);
        }
    }

    private boolean isAnswered(Book.Entry entry) {
        Request request = entry.request();
        Map<String, String> headers = new HashMap<>(Map.of(
                "Authorization",
                "bearer " + tokens.get(),
                "Content-Type",
                "application/json",
                "X-GD-RequestId",
                request.id()));
        if (request.prefer() != null) {
            headers.put("Prefer", request.prefer());
        }
        book.sent();
        try {
            Answer answer = gateway.send("POST", request.path(), headers, request.body());
            if (trial.accepted(answer, entry)) {
                return true;
            }
            if (answer.status() / 100 == 4 && answer.status() != 408 && answer.status() != 429) {
                entry.complaints().add("HTTP %d %s".formatted(answer.status(), answer.body()));
                return true;
            }
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
