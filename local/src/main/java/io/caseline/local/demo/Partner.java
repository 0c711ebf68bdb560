package io.caseline.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Sends requests to the gateway as a partner does, and measures the response times. */
final class Partner {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String gateway;

    Partner(String gateway) {
        this.gateway = gateway;
    }

    /** @param body a missing node if the response has no JSON body */
    record Answer(int status, JsonNode body, Duration took) {

        String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    /** @param retry responses after which the request is sent again, as after 503 */
    Answer post(String path, Map<String, String> headers, String body, Predicate<Answer> retry)
            throws IOException, InterruptedException {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                retry);
    }

    /** @param retry responses after which the request is sent again, as after 503 */
    Answer get(String path, Map<String, String> headers, Predicate<Answer> retry)
            throws IOException, InterruptedException {
        return send(request(path, headers).GET().build(), retry);
    }

    Answer put(String path, String body) throws IOException, InterruptedException {
        return send(
                request(path, Map.of("Content-Type", "application/json"))
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                answer -> false);
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway + path)).timeout(TIMEOUT);
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest request, Predicate<Answer> retry) throws IOException, InterruptedException {
        long start = System.nanoTime();
        Answer answer = exchange(request, start);
        while ((answer.status() == 503 || retry.test(answer)) && System.nanoTime() - start < TIMEOUT.toNanos()) {
            Thread.sleep(POLL_MILLIS);
            answer = exchange(request, start);
        }
        return answer;
    }

    private Answer exchange(HttpRequest request, long start) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()), Duration.ofNanos(System.nanoTime() - start));
    }

    private static JsonNode json(String body) {
        try {
            return Samples.JSON.readTree(body);
        } catch (JacksonException e) {
            return Samples.JSON.missingNode();
        }
    }
}
