package io.caseline.cases.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the operations API as somebody; each response is held against its document. */
public final class OperationsClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;
    private final @Nullable String token;

    private OperationsClient(String base, @Nullable String token) {
        this.base = base;
        this.token = token;
    }

    public static OperationsClient of(int port, @Nullable String token) {
        return new OperationsClient("http://127.0.0.1:" + port + "/ops/v1", token);
    }

    public record Answer(int status, String body, @Nullable String location) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        public String text(String pointer) {
            return json().at(pointer).asString();
        }

        /** The fields that a 400 names. */
        public List<String> invalid() {
            return json().path("errors").values().stream()
                    .map(error -> error.path("field").asString())
                    .toList();
        }
    }

    public Answer get(String path, String... headers) {
        return send(request(path).headers(withAny(headers)).GET(), null);
    }

    public Answer post(String path, String json) {
        return send(withJson(path).POST(BodyPublishers.ofString(json)), json);
    }

    public Answer put(String path, String json) {
        return send(withJson(path).PUT(BodyPublishers.ofString(json)), json);
    }

    /** Single quotes stand for double ones. */
    public static String json(String text) {
        return text.replace('\'', '"');
    }

    private HttpRequest.Builder withJson(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static String[] withAny(String... headers) {
        return headers.length == 0 ? new String[] {"Accept", "*/*"} : headers;
    }

    private static Answer send(HttpRequest.Builder request, @Nullable String requestBody) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            OperationsDocument.check(response, requestBody);
            return new Answer(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Location").orElse(null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
