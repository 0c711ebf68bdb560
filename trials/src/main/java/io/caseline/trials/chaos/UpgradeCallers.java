package io.caseline.trials.chaos;

import io.caseline.trials.Http;
import io.caseline.trials.Http.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Partners that keep their connections and do not try again: each opens a case, every second time waiting for its number, and
 * asks for its status.
 */
final class UpgradeCallers {
    private static final int CALLERS = 24;
    private static final Duration TIMEOUT = Duration.ofSeconds(25);
    private static final Duration OUTCOMES = Duration.ofMinutes(1);
    private static final int SHOWN = 10;

    /** Between two cases of a caller; they would otherwise leave nothing of a small machine to the instances that start. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final String CASES = "/programs/gobank/customerCare/cases";

    private static final String BODY = """
            {"subject": "Where is my card?", "firstName": "Ana", "lastName": "Reyes", "customerQuestion": "I am waiting"}""";

    private final String gateway;
    private final String authorization;
    private final List<Thread> callers = new ArrayList<>();
    private final ConcurrentMap<Integer, AtomicLong> statuses = new ConcurrentHashMap<>();
    private final AtomicLong responses = new AtomicLong();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** Case numbers by correlation id; empty while none is known. */
    private final ConcurrentMap<String, String> cases = new ConcurrentHashMap<>();

    private volatile boolean stopped;

    UpgradeCallers(String gateway, String token) {
        this.gateway = gateway;
        this.authorization = "Bearer " + token;
    }

    void start() {
        for (int i = 0; i < CALLERS; i++) {
            boolean waits = i % 2 == 0;
            callers.add(Thread.ofVirtual().name("caller-" + i).start(() -> call(waits)));
        }
    }

    /** Responses so far, whatever they are. */
    long responses() {
        return responses.get();
    }

    /** Returns when every caller has its last response. */
    void stop() throws InterruptedException {
        stopped = true;
        for (Thread caller : callers) {
            caller.join();
        }
    }

    /** Waits for the outcomes of all cases, and says what happened; returns whether every request succeeded. */
    boolean report(Consumer<String> console) throws InterruptedException {
        List<String> unfinished = unfinished();
        console.accept("%,d requests on kept connections, by status: %s".formatted(responses.get(), statuses));
        console.accept("%,d cases accepted, %,d without a number".formatted(cases.size(), unfinished.size()));
        console.accept("%,d failed requests".formatted(failures.size()));
        failures.stream().limit(SHOWN).forEach(failure -> console.accept("  " + failure));
        return failures.isEmpty() && unfinished.isEmpty() && !cases.isEmpty();
    }

    private void call(boolean waits) {
        Http http = new Http(gateway, TIMEOUT);
        while (!stopped) {
            Map<String, String> headers = Map.of(
                    "Content-Type",
                    "application/json",
                    "X-GD-RequestId",
                    UUID.randomUUID().toString(),
                    "Prefer",
                    waits ? "wait=10" : "respond-async");
            String correlationId = send(http, "POST", CASES, headers, BODY);
            if (!correlationId.isEmpty()) {
                send(http, "GET", CASES + "/" + correlationId, Map.of(), "");
            }
            Client.sleep(PAUSE);
        }
    }

    /** The correlation id of an accepted request; empty for a failure. */
    private String send(Http http, String method, String path, Map<String, String> headers, String body) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Authorization", authorization);
        String failure;
        try {
            Response response = http.send(method, path, all, body);
            statuses.computeIfAbsent(response.status(), status -> new AtomicLong())
                    .incrementAndGet();
            if (response.isOk()) {
                String correlationId = response.text("/correlationId");
                cases.merge(correlationId, response.text("/caseNumber"), (old, now) -> old.isEmpty() ? now : old);
                return correlationId;
            }
            failure = "%s: HTTP %d %s".formatted(method, response.status(), response.body());
        } catch (IOException e) {
            failure = "%s: %s".formatted(method, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            responses.incrementAndGet();
        }
        failures.add(failure);
        return "";
    }

    private List<String> unfinished() throws InterruptedException {
        Http http = new Http(gateway, TIMEOUT);
        long deadline = System.nanoTime() + OUTCOMES.toNanos();
        List<String> open = open();
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            for (String correlationId : open) {
                send(http, "GET", CASES + "/" + correlationId, Map.of(), "");
            }
            open = open();
            if (!open.isEmpty()) {
                Thread.sleep(500);
            }
        }
        return open;
    }

    private List<String> open() {
        return cases.entrySet().stream()
                .filter(known -> known.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }
}
