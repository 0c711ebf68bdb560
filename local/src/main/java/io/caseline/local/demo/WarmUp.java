package io.caseline.local.demo;

import io.caseline.local.demo.Partner.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Requests before those that are measured: JVMs that have just started need seconds for what takes milliseconds later. Ends
 * as soon as a round of requests is answered fast, which it is at once in a system that has been running for a while.
 */
final class WarmUp {

    private static final int CONCURRENCY = 16;
    private static final int ROUND = 32;
    private static final int MOST_ROUNDS = 15;
    private static final Duration FAST = Duration.ofMillis(400);

    private final Partner partner;
    private final String token;
    private final Consumer<String> console;

    /** @param token for cases of gobank and associations of fscc0342 */
    WarmUp(Partner partner, String token, Consumer<String> console) {
        this.partner = partner;
        this.token = token;
        this.console = console;
    }

    void run() throws IOException, InterruptedException {
        Duration first = round();
        Duration last = first;
        int rounds = 1;
        while (last.compareTo(FAST) > 0 && rounds < MOST_ROUNDS) {
            if (rounds == 1) {
                console.accept("warming up the JVMs, which have just started");
            }
            last = round();
            rounds++;
        }
        if (rounds > 1) {
            console.accept(String.format(
                    Locale.ROOT,
                    "  slowest of the first %d requests: %d ms; after %d requests: %d ms",
                    ROUND,
                    first.toMillis(),
                    rounds * ROUND,
                    last.toMillis()));
        }
    }

    /** How long the slowest request took. */
    private Duration round() throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONCURRENCY)) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < ROUND; i++) {
                boolean even = i % 2 == 0;
                answers.add(threads.submit(() -> even ? openCase() : associate()));
            }
            Duration slowest = Duration.ZERO;
            for (Future<Answer> answer : answers) {
                Duration took = answer.get().took();
                slowest = took.compareTo(slowest) > 0 ? took : slowest;
            }
            return slowest;
        } catch (ExecutionException e) {
            throw new IOException("a request got no response: " + e.getCause(), e.getCause());
        }
    }

    private Answer openCase() throws IOException, InterruptedException {
        return post("/programs/gobank/customerCare/cases", """
                {"subject": "Warm-up", "firstName": "Ana", "lastName": "Reyes", "customerQuestion": "Is everything up?"}""");
    }

    /** Of a teller that does not exist. */
    private Answer associate() throws IOException, InterruptedException {
        return post("/retailer/user/associate", """
                {"metadata": {"merchantId": "fscc0342", "registerId": "01", "requestDateTime": "2026-01-09T13:25:45Z",
                 "storeId": "CC970", "userId": "teller-warm-up"}, "accountIdentifier": "%s"}""".formatted(UUID.randomUUID()));
    }

    private Answer post(String path, String body) throws IOException, InterruptedException {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "bearer " + token);
        headers.put("X-GD-RequestId", UUID.randomUUID().toString());
        return partner.post(path, headers, body, answer -> false);
    }
}
