package io.caseline.messaging.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.caseline.schemas.registry.RegistryAccess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A proxy in front of the shared registry that fails on demand, or demands TLS and credentials. */
public final class RegistryProxy implements AutoCloseable {

    /** Of each user. */
    public static final String PASSWORD = "registry-secret";

    public static final String TOKEN = "registry-token";

    private static final Set<String> AUTHORIZED = Set.of(
            RegistryAccess.basic("case-processor", PASSWORD),
            RegistryAccess.basic("gateway", PASSWORD),
            RegistryAccess.basic("teller-processor", PASSWORD),
            RegistryAccess.basic("operator", PASSWORD),
            RegistryAccess.bearer(TOKEN));

    /** How the registry fails. */
    public enum Outage {
        REFUSED,
        HANGING,
        UNAVAILABLE,
        TOO_MANY_REQUESTS,
        NO_REGISTRY_BEHIND_THE_PROXY
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable Outage outage;
    private volatile CountDownLatch healthy = new CountDownLatch(0);
    private final boolean secure;
    private volatile HttpServer server;
    private final int port;

    public RegistryProxy() {
        this(false);
    }

    private RegistryProxy(boolean secure) {
        this.secure = secure;
        server = start(0);
        port = server.getAddress().getPort();
    }

    /** One that demands TLS and credentials. */
    public static RegistryProxy secure() {
        return new RegistryProxy(true);
    }

    /** As Confluent's clients take it. */
    public String url() {
        return (secure ? "https://localhost:" : "http://127.0.0.1:") + port + "/apis/ccompat/v7";
    }

    public void fail(Outage kind) {
        asked.set(0);
        healthy = new CountDownLatch(1);
        outage = kind;
        if (kind == Outage.REFUSED) {
            server.stop(0);
        }
    }

    public void heal() {
        if (outage == Outage.REFUSED) {
            server = start(port);
        }
        outage = null;
        healthy.countDown();
    }

    /** Failed requests; not counted where connections are refused. */
    public int asked() {
        return asked.get();
    }

    @Override
    public void close() {
        healthy.countDown();
        server.stop(0);
        http.close();
    }

    private HttpServer start(int port) {
        try {
            HttpServer started = create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            started.createContext("/", this::answer);
            started.start();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpServer create(InetSocketAddress address) throws IOException {
        if (!secure) {
            return HttpServer.create(address, 0);
        }
        HttpsServer server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(Certificates.shared().context()));
        return server;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (secure && (authorization == null || !AUTHORIZED.contains(authorization))) {
            try (exchange) {
                send(exchange, 401, "application/json", "{\"message\":\"Unauthorized\"}");
            }
            return;
        }
        Outage kind = outage;
        if (kind != null) {
            asked.incrementAndGet();
        }
        try (exchange) {
            switch (kind) {
                case null -> pass(exchange);
                case REFUSED -> {}
                case HANGING -> healthy.await();
                case UNAVAILABLE -> send(exchange, 503, "text/html", "<html>No server is available</html>");
                case TOO_MANY_REQUESTS -> send(exchange, 429, "application/json", "{\"message\":\"Slow down\"}");
                case NO_REGISTRY_BEHIND_THE_PROXY ->
                    send(exchange, 404, "application/json", "{\"message\":\"no Route matched with those values\"}");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(HttpExchange exchange) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(TestServices.registryUrl()).resolve(exchange.getRequestURI()))
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        for (String header : new String[] {"Content-Type", "Accept"}) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        send(
                exchange,
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
