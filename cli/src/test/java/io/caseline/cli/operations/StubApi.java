package io.caseline.cli.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** An operations API that gives prepared answers and remembers what it was asked. The last answer to a request is repeated. */
final class StubApi implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Queue<Answer>> answers = new HashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** @param request such as {@code POST /replays}, without parameters */
    StubApi on(String request, String... bodies) {
        for (String body : bodies) {
            refuse(request, 200, body);
        }
        return this;
    }

    StubApi refuse(String request, int status, String body) {
        answers.computeIfAbsent(request, unused -> new ArrayDeque<>()).add(new Answer(status, body));
        return this;
    }

    /** Requests, each with its parameters and, after a blank, its body. */
    List<String> requests() {
        return requests;
    }

    List<String> tokens() {
        return tokens;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().replaceFirst("^/ops/v1", "");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add((exchange.getRequestMethod() + " " + path + " " + body).strip());
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        Queue<Answer> prepared = answers.getOrDefault(
                exchange.getRequestMethod() + " " + path.replaceFirst("\\?.*", ""), new ArrayDeque<>());
        Answer answer = prepared.size() > 1 ? prepared.remove() : prepared.peek();
        if (answer == null) {
            answer = new Answer(404, "");
        }
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
