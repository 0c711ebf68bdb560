package io.caseline.gateway.testing;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.caseline.gateway.GatewayApplication;
import io.caseline.messaging.testing.TestServices;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;

/** A running gateway over real Kafka and registry, with stand-ins for the processors that reply as the tests tell them. */
public final class Gateway implements AutoCloseable {
    public static final String CASES = "/programs/gobank/customerCare/cases";
    public static final String ASSOCIATE = "/retailer/user/associate";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext application;
    private final HttpServer statuses;
    private final AtomicInteger connectionsToBreak = new AtomicInteger();
    private final Map<String, String> ledger = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private Gateway(HttpServer statuses, String... settings) {
        this.statuses = statuses;
        application = new SpringApplicationBuilder(GatewayApplication.class, Processors.class, SocketBuffers.class)
                .run(arguments(settings));
        Awaitility.await().until(() -> healthOfReplies().equals(Status.UP));
    }

    /** The settings of every test, changed by those of one test. */
    private String[] arguments(String... settings) {
        Map<String, String> arguments = new LinkedHashMap<>(Map.of(
                "server.port", "0",
                "spring.kafka.bootstrap-servers", TestServices.kafka().bootstrapServers(),
                "spring.kafka.consumer.group-id", "processors-" + UUID.randomUUID(),
                "caseline.registry.url", TestServices.registryUrl(),
                "caseline.sealing.keyset", TestServices.sealingKeys().toString(),
                "caseline.programs.gobank.enabled", "true",
                "caseline.programs.retired.enabled", "false",
                "caseline.programs.strict.required", "subject,emailAddress",
                "caseline.programs.strict.question-limit", "500"));
        arguments.put("caseline.requests.namespace", "0f9d7f5e-3c1b-4e0a-8a44-5b6e2d9c7a10");
        arguments.put("caseline.status.look-up-unknown-for", "500ms");
        String statusUrl = "http://127.0.0.1:" + statuses.getAddress().getPort();
        arguments.put("spring.http.serviceclient.cases.base-url", statusUrl);
        arguments.put("spring.http.serviceclient.tellers.base-url", statusUrl);
        arguments.put("spring.security.oauth2.resourceserver.jwt.public-key-location", "file:" + Tokens.publicKey());
        arguments.put("spring.security.oauth2.resourceserver.jwt.audiences", "caseline");
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            if (parts[1].isEmpty()) {
                arguments.remove(parts[0]);
            } else {
                arguments.put(parts[0], parts[1]);
            }
        }
        return arguments.entrySet().stream()
                .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                .toArray(String[]::new);
    }

    /** Starts a gateway; settings as {@code name=value}, or {@code name=} to leave one out. */
    public static Gateway start(String... settings) {
        try {
            HttpServer statuses = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Gateway gateway = new Gateway(statuses, settings);
            HttpHandler status = exchange -> {
                String path = exchange.getRequestURI().getPath();
                String id = path.substring(path.lastIndexOf('/') + 1);
                gateway.asked.merge(id, 1, Integer::sum);
                if (gateway.connectionsToBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    exchange.close();
                    return;
                }
                String state = gateway.ledger.get(id);
                byte[] body = (state == null ? "" : state).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(state == null ? 404 : 200, body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            };
            statuses.createContext("/internal/cases/", status);
            statuses.createContext("/internal/associations/", status);
            statuses.start();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Processors processors() {
        return application.getBean(Processors.class);
    }

    /** The status that the processors report for a request from now on. */
    public void setStatus(String correlationId, String json) {
        ledger.put(correlationId, json);
    }

    /** How often the status of a request has been queried. */
    public int statusQueries(String correlationId) {
        return asked.getOrDefault(correlationId, 0);
    }

    /** The processors end the connections of so many status queries without a response. */
    public void breakStatusQueries(int number) {
        connectionsToBreak.set(number);
    }

    public void stopStatusEndpoints() {
        statuses.stop(0);
    }

    /** Up once the gateway reads all replies that are sent from now on. */
    public Status healthOfReplies() {
        return Objects.requireNonNull(
                        application.getBean("replies", HealthIndicator.class).health())
                .getStatus();
    }

    /** How many requests of this gateway wait for a reply. */
    public int waiters() {
        return (int) meters().get("caseline.waiters").gauge().value();
    }

    /** How many replies this gateway has read, by what it did with them. */
    public int replies(String result) {
        return (int)
                meters().get("caseline.replies").tag("result", result).counter().count();
    }

    /** How many waits for a reply have ended in this way. */
    public int waits(String result) {
        return (int)
                meters().get("caseline.waits").tag("result", result).timer().count();
    }

    private MeterRegistry meters() {
        return application.getBean(MeterRegistry.class);
    }

    public int port() {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + Tokens.good())
                .header("Content-Type", "application/json");
    }

    public HttpResponse<String> post(String path, String requestId, String body, String... headers) {
        HttpRequest.Builder request =
                request(path).header("X-GD-RequestId", requestId).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = send(request);
        OpenApi.checkRequest(response, body);
        return response;
    }

    public HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = request(path).GET();
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    /** Checks every response against the OpenAPI document. */
    public static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            OpenApi.check(response);
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        application.close();
        statuses.stop(0);
    }
}
