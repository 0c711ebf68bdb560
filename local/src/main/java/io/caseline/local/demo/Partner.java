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

/** A partner's end of the line: sends requests to the gateway and times the answers. */
final class Partner {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final String gateway;

    Partner(String gateway) {
        this.gateway = gateway;
    }

    /** @param body a missing node if the answer has none that is JSON */
    record Answer(int status, JsonNode body, Duration took) {

        String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    /** @param later answers after which the same is sent again, as after 503 */
    Answer post(String path, Map<String, String> headers, String body, Predicate<Answer> later)
            throws IOException, InterruptedException {
        return send(
                request(path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                later);
    }

    /** @param later answers after which the same is asked again, as after 503 */
    Answer get(String path, Map<String, String> headers, Predicate<Answer> later)
            throws IOException, InterruptedException {
        return send(request(path, headers).GET().build(), later);
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(gateway + path)).timeout(PATIENCE);
        headers.forEach(request::header);
        return request;
    }

    private Answer send(HttpRequest request, Predicate<Answer> later) throws IOException, InterruptedException {
        long began = System.nanoTime();
        Answer answer = exchange(request, began);
        while ((answer.status() == 503 || later.test(answer)) && System.nanoTime() - began < PATIENCE.toNanos()) {
            Thread.sleep(POLL_MILLIS);
            answer = exchange(request, began);
        }
        return answer;
    }

    private Answer exchange(HttpRequest request, long began) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), json(response.body()), Duration.ofNanos(System.nanoTime() - began));
    }

    private static JsonNode json(String body) {
        try {
            return Samples.JSON.readTree(body);
        } catch (JacksonException e) {
            return Samples.JSON.missingNode();
        }
    }
}
