package io.caseline.web.testing;

import io.caseline.web.testing.RawHttp.RawResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Sends damaged requests to a port, and remembers what no caller may get. */
public final class FuzzedPort {
    private static final int AT_ONCE = 16;

    private final int port;
    private final RequestFuzzer fuzzer;
    private final Map<Integer, Integer> statuses = new ConcurrentHashMap<>();

    public FuzzedPort(int port, List<String> valid) {
        this.port = port;
        this.fuzzer = new RequestFuzzer(RequestFuzzer.SEED, valid);
    }

    /** @return the requests that got 5xx, a stack trace, the error page of the server or something that is not HTTP, with the responses */
    public List<String> send(int requests) {
        System.out.printf("Fuzzing port %d: %d requests, seed %d%n", port, requests, RequestFuzzer.SEED);
        List<String> bad = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < requests; i++) {
                int number = i;
                results.add(threads.submit(() -> send(fuzzer.request(number), number)));
            }
            for (Future<String> result : results) {
                String finding = result.get();
                if (!finding.isEmpty()) {
                    bad.add(finding);
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return bad;
    }

    /** How many responses had which status; 0 is none. */
    public Map<Integer, Integer> statuses() {
        return new TreeMap<>(statuses);
    }

    private String send(byte[] request, int number) {
        RawResponse response = RawHttp.send(port, request);
        String text = response.text();
        // without a version in the request, HTTP/0.9 has no head in the response
        boolean http = text.isEmpty() || text.startsWith("HTTP/1.1 ") || text.startsWith("{") || text.startsWith("[{");
        statuses.merge(response.status(), 1, Integer::sum);
        boolean bad =
                response.status() >= 500 || text.contains("\tat ") || text.contains("<title>HTTP Status") || !http;
        return bad ? number + ": " + new String(request, StandardCharsets.ISO_8859_1) + "\n-> " + text : "";
    }
}
