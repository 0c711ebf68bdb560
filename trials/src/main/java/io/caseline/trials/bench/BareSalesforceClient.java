package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.trials.Http;
import java.io.IOException;
import java.net.URLEncoder;
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

/** Inserts cases with the same calls as case-processor, and does nothing else. */
final class BareSalesforceClient {
    private static final String VERSION = "/services/data/v62.0";
    private static final int SINGLE_CALLS = 21;
    private static final String EXTERNAL_ID = "Caseline_Correlation_Id__c";

    private final Http http;
    private final String token;

    private BareSalesforceClient(Http http, String token) {
        this.http = http;
        this.token = token;
    }

    static BareSalesforceClient signIn(Http http, String clientId, String clientSecret) throws InterruptedException {
        Http.Response response = send(
                http,
                "/services/oauth2/token",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + clientSecret);
        return new BareSalesforceClient(http, response.text("/access_token"));
    }

    /** Time of one call, from the request to the whole response. */
    Duration call(int records) throws InterruptedException {
        String body = composite(records);
        long start = System.nanoTime();
        Http.Response response = send(
                http,
                VERSION + "/composite",
                Map.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                body);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        int found = response.body().at("/compositeResponse/1/body/records").size();
        if (found != records) {
            throw new CliException("the sandbox inserted %d of %d records of a call".formatted(found, records));
        }
        return time;
    }

    /** Median time of a call with one record and no other load, in milliseconds. */
    double medianCallMillis() throws InterruptedException {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < SINGLE_CALLS; i++) {
            times.add(call(1));
        }
        times.sort(null);
        return times.get(SINGLE_CALLS / 2).toNanos() / 1e6;
    }

    /** Records per second over this many connections, each making its calls one after another. */
    double recordsPerSecond(int connections, int callsEach, int records) throws InterruptedException {
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
            throw new CliException("a bare call to the sandbox failed: " + e.getCause(), e);
        }
    }

    /** The fields that case-processor sends by default, for the same case. */
    private static String composite(int records) {
        List<String> ids = IntStream.range(0, records)
                .mapToObj(n -> UUID.randomUUID().toString())
                .toList();
        String query = "SELECT Id,CaseNumber," + EXTERNAL_ID + " FROM Case WHERE " + EXTERNAL_ID + " IN "
                + ids.stream().collect(Collectors.joining("','", "('", "')"));
        return Http.JSON.writeValueAsString(Map.of(
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
                                        ids.stream()
                                                .map(BareSalesforceClient::record)
                                                .toList())),
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

    private static Http.Response send(Http http, String path, Map<String, String> headers, String body)
            throws InterruptedException {
        try {
            Http.Response response = http.send("POST", path, headers, body);
            if (!response.isOk()) {
                throw new CliException("the sandbox responds to %s with HTTP %d".formatted(path, response.status()));
            }
            return response;
        } catch (IOException e) {
            throw new CliException("the sandbox does not respond: " + e.getMessage(), e);
        }
    }
}
