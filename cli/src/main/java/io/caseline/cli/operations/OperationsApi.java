package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls {@code /ops/v1}. Each method throws a {@link CliException} with one sentence if the API is not there or refuses the
 * request; its cause is an {@link IOException} if there was no response.
 */
final class OperationsApi {

    /** Ignores properties that a newer installation has in addition. */
    static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http;
    private final String address;
    private final Supplier<String> token;

    OperationsApi(URI url, Supplier<String> token, HttpClient http) {
        this.http = http;
        this.address = url.toString().replaceAll("/+$", "");
        this.token = token;
    }

    JsonNode get(String path, Query query) throws InterruptedException {
        return send(request(path + query).GET());
    }

    JsonNode post(String path, ObjectNode body) throws InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())));
    }

    static <T> T as(Class<T> type, JsonNode answer) {
        return JSON.treeToValue(answer, type);
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(address + "/ops/v1" + path))
                    .timeout(TIMEOUT)
                    .header("Accept", "application/json, application/problem+json")
                    .header("Authorization", "Bearer " + token.get());
        } catch (IllegalArgumentException e) {
            throw new CliException("the token contains characters that no token has", e);
        }
    }

    private JsonNode send(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new CliException(
                    "the operations API at %s does not respond: %s; for a local installation, ./caseline status shows whether it is up"
                            .formatted(address, CliException.reason(e)),
                    e);
        }
        JsonNode body = parse(response.body());
        if (response.statusCode() / 100 == 2 && body.isObject()) {
            return body;
        }
        throw new CliException(Problem.describe(response.statusCode(), body, address));
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
