package io.caseline.bench.pipeline;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The sandbox: told how slow to be, asked what it has counted, and called by a client that does nothing else. */
final class Org {
    private static final String VERSION = "/services/data/v62.0";
    private static final int SINGLE_CALLS = 21;
    private static final String EXTERNAL_ID = "Caseline_Correlation_Id__c";

    /** HTTP/1.1: the JDK client's offer to upgrade, sent with a body, hangs on some servers. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final JsonMapper json = new JsonMapper();
    private final Sandbox sandbox;
    private final String token;

    Org(Sandbox sandbox) throws InterruptedException {
        this.sandbox = sandbox;
        this.token = text(send(request("/services/oauth2/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("grant_type=client_credentials&client_id=" + sandbox.clientId()
                                + "&client_secret=" + sandbox.clientSecret()))))
                .path("access_token")
                .asString();
    }

    /** Holds back every answer for so long, and for so much longer for each record. */
    void slowDown(Duration call, Duration record) throws InterruptedException {
        put(Map.of("latency", call.toMillis(), "latencyPerRecord", record.toNanos() / 1e6));
    }

    /** As slow as that, and refuses each record of a program with a code. */
    void refuse(String program, String code, Duration call, Duration record) throws InterruptedException {
        put(Map.of(
                "latency",
                call.toMillis(),
                "latencyPerRecord",
                record.toNanos() / 1e6,
                "failRecords",
                List.of(Map.of(
                        "field",
                        "Caseline_Program__c",
                        "equals",
                        program,
                        "statusCode",
                        code,
                        "message",
                        "refused by the benchmark"))));
    }

    /** Answers nothing, not even sign-ins, until it is told something else. */
    void goAway() throws InterruptedException {
        put(Map.of("outage", true));
    }

    private void put(Map<String, Object> faults) throws InterruptedException {
        send(request("/sandbox/faults")
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(json.writeValueAsString(faults))));
    }

    /** API calls, and records inserted, since the sandbox was started. */
    record Counts(long calls, long inserted) {
        Counts since(Counts before) {
            return new Counts(calls - before.calls, inserted - before.inserted);
        }

        double callsPerThousand() {
            return inserted == 0 ? 0 : 1000.0 * calls / inserted;
        }
    }

    Counts counts() throws InterruptedException {
        JsonNode stats = text(send(request("/sandbox/stats").GET()));
        return new Counts(
                stats.path("apiCalls").asLong(), stats.path("recordsInserted").asLong());
    }

    /** The most calls under way at the same time, whoever made them, since the sandbox was started. */
    int mostAtOnce() throws InterruptedException {
        return text(send(request("/sandbox/stats").GET()))
                .path("mostConcurrent")
                .asInt();
    }

    /** Time of one call, from the request to the whole answer. */
    Duration call(int records) throws InterruptedException {
        String body = composite(records);
        long start = System.nanoTime();
        JsonNode answer = text(send(request(VERSION + "/composite")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        int found = answer.at("/compositeResponse/1/body/records").size();
        if (found != records) {
            throw new BenchFailure("the sandbox took %d of %d records of a call".formatted(found, records));
        }
        return time;
    }

    /** Median time of a call with one record, when nothing else goes on, in milliseconds. */
    double medianCallMillis() throws InterruptedException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < SINGLE_CALLS; i++) {
            times.add(call(1));
        }
        times.sort(null);
        return times.get(SINGLE_CALLS / 2).toNanos() / 1e6;
    }

    /** Records a second of so many connections, each making its calls one after another. */
    double ceiling(int connections, int callsEach, int records) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            long start = System.nanoTime();
            List<Future<?>> shares = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                shares.add(threads.submit(() -> {
                    for (int n = 0; n < callsEach; n++) {
                        call(records);
                    }
                    return null;
                }));
            }
            for (Future<?> share : shares) {
                share.get();
            }
            return (double) connections * callsEach * records / ((System.nanoTime() - start) / 1e9);
        } catch (ExecutionException e) {
            throw new BenchFailure("a bare call to the sandbox failed: " + e.getCause(), e);
        }
    }

    /** The same fields as the processor sends by default, for the same case. */
    private String composite(int records) {
        List<String> ids = IntStream.range(0, records)
                .mapToObj(n -> UUID.randomUUID().toString())
                .toList();
        String query = "SELECT Id,CaseNumber," + EXTERNAL_ID + " FROM Case WHERE " + EXTERNAL_ID + " IN "
                + ids.stream().collect(Collectors.joining("','", "('", "')"));
        return json.writeValueAsString(Map.of(
                "allOrNone",
                false,
                "collateSubrequests",
                false,
                "compositeRequest",
                List.of(
                        Map.of(
                                "method",
                                "POST",
                                "url",
                                VERSION + "/composite/sobjects",
                                "referenceId",
                                "insert0",
                                "body",
                                Map.of(
                                        "allOrNone",
                                        false,
                                        "records",
                                        ids.stream().map(Org::record).toList())),
                        Map.of(
                                "method",
                                "GET",
                                "url",
                                VERSION + "/query?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8),
                                "referenceId",
                                "query"))));
    }

    private static Map<String, Object> record(String id) {
        return Map.ofEntries(
                Map.entry("attributes", Map.of("type", "Case")),
                Map.entry("Subject", "Lost card"),
                Map.entry("Description", CaseCommands.QUESTION),
                Map.entry("SuppliedName", "Ada Lovelace"),
                Map.entry("SuppliedEmail", "ada.lovelace@example.com"),
                Map.entry("SuppliedPhone", "310-555-1234"),
                Map.entry("Origin", "Web"),
                Map.entry("Caseline_Program__c", "gobank"),
                Map.entry("Caseline_Request_Id__c", id),
                Map.entry("Caseline_Account_Id__c", "06e33e98-5c40-4c1a-967b-930f28f509a4"),
                Map.entry("Caseline_Account_Holder_Id__c", "5843e05d-f367-4bf1-a223-3af46ae18802"),
                Map.entry("Caseline_Device__c", "Pear; 12; OS 1; 17.1; id d-17"),
                Map.entry("Caseline_Phone_Type__c", 0),
                Map.entry(EXTERNAL_ID, id));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(sandbox.url() + path)).timeout(Duration.ofMinutes(2));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws InterruptedException {
        HttpRequest built = request.build();
        try {
            HttpResponse<String> response = http.send(built, BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new BenchFailure(
                        "the sandbox answers %s with %d".formatted(built.uri().getPath(), response.statusCode()));
            }
            return response;
        } catch (IOException e) {
            throw new BenchFailure("the sandbox does not answer: " + e.getMessage(), e);
        }
    }

    private JsonNode text(HttpResponse<String> response) {
        return json.readTree(response.body());
    }
}
