package io.caseline.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the sandbox over HTTP, signed in or not. */
final class SandboxClient {

    static final String CLIENT_ID = "the-client";
    static final String CLIENT_SECRET = "the-secret & more";
    static final String DATA = "/services/data/v62.0";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String base;
    private String token = "";

    SandboxClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    record Response(int status, HttpHeaders headers, String text) {

        JsonNode json() {
            return JSON.readTree(text);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    String base() {
        return base;
    }

    SandboxClient signIn() {
        token = signIn("client_credentials").json().path("access_token").asString();
        return this;
    }

    String token() {
        return token;
    }

    SandboxClient withToken(String other) {
        token = other;
        return this;
    }

    Response signIn(String grantType) {
        return form(
                "/services/oauth2/token",
                Map.of("grant_type", grantType, "client_id", CLIENT_ID, "client_secret", CLIENT_SECRET));
    }

    Response form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + escaped(field.getValue()))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    Response get(String path) {
        return send(request(path).GET());
    }

    Response query(String soql) {
        return get(DATA + "/query?q=" + escaped(soql));
    }

    Response post(String path, Object body) {
        return sendJson("POST", path, body);
    }

    Response patch(String path, Object body) {
        return sendJson("PATCH", path, body);
    }

    Response put(String path, Object body) {
        return sendJson("PUT", path, body);
    }

    Response delete(String path) {
        return send(request(path).DELETE());
    }

    /** @param body a String as it is, anything else as JSON */
    Response sendJson(String method, String path, Object body) {
        String text = body instanceof String raw ? raw : JSON.writeValueAsString(body);
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(text)));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(Duration.ofSeconds(20))
                .header("Accept-Encoding", "gzip");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    Response send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            boolean zipped = response.headers().firstValue("Content-Encoding").isPresent();
            byte[] body = zipped ? unzip(response.body()) : response.body();
            return new Response(response.statusCode(), response.headers(), new String(body, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A record of a collection. */
    static Map<String, Object> caseRecord(String subject, String correlationId) {
        return Map.of(
                "attributes", Map.of("type", "Case"), "Subject", subject, "Caseline_Correlation_Id__c", correlationId);
    }

    static Map<String, Object> collection(List<Map<String, Object>> records) {
        return Map.of("allOrNone", false, "records", records);
    }

    static List<Map<String, Object>> caseRecords(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> caseRecord("Case %04d".formatted(i), "correlation-%04d".formatted(i)))
                .toList();
    }

    /** Creates a case and gives its id. */
    String create(Map<String, Object> fields) {
        return post(DATA + "/sobjects/Case", fields).json().path("id").asString();
    }

    long count() {
        return query("SELECT COUNT() FROM Case").json().path("totalSize").asLong();
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] unzip(byte[] zipped) throws IOException {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(zipped));
                ByteArrayOutputStream all = new ByteArrayOutputStream()) {
            plain.transferTo(all);
            return all.toByteArray();
        }
    }
}
