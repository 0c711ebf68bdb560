package io.caseline.trials;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of one server, for JSON. */
public final class Http {

    public static final JsonMapper JSON = new JsonMapper();

    /** HTTP/1.1: some servers do not respond to an upgrade offer that comes with a body. */
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String server;
    private final Duration timeout;

    public Http(String server, Duration timeout) {
        this.server = server;
        this.timeout = timeout;
    }

    /** @param body a missing node if the response has no JSON body */
    public record Response(int status, JsonNode body) {

        public boolean isOk() {
            return status / 100 == 2;
        }

        public String text(String pointer) {
            return body.at(pointer).asString("");
        }
    }

    public Response send(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(timeout)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Response(response.statusCode(), json(response.body()));
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
