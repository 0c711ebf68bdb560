package io.caseline.gateway.testing;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.caseline.gateway.GatewayApplication;
import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
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
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaOperations;

/** A running gateway over real Kafka and registry, with stand-ins for the processors that reply as the tests tell them. */
public final class Gateway implements AutoCloseable {
    public static final String CASES = "/programs/gobank/customerCare/cases";
    public static final String ASSOCIATE = "/retailer/user/associate";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConfigurableApplicationContext application;
    private final HttpServer statuses;
    private final Map<String, String> ledger = new ConcurrentHashMap<>();
    private final Map<String, Integer> asked = new ConcurrentHashMap<>();

    private Gateway(HttpServer statuses, String... settings) {
        this.statuses = statuses;
        application = new SpringApplicationBuilder(GatewayApplication.class, Processors.class).run(arguments(settings));
        Awaitility.await().until(() -> healthOfReplies().equals(Status.UP));
    }

    /** The settings of every test, changed by those of one test. */
    private String[] arguments(String... settings) {
        Map<String, String> arguments = new LinkedHashMap<>(Map.of(
                "server.port", "0",
                "spring.kafka.bootstrap-servers", TestServices.kafka().getBrokersAsString(),
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
                meters().get("caseline.waits").tag("result", result).counter().count();
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

    /** Stands in for both processors: keeps every command, and replies to those whose senders wait. */
    @Configuration
    public static class Processors {
        /** For all gateways of the test run: the processors of each read the commands of every other. */
        private static final AtomicBoolean REPLIES_PAUSED = new AtomicBoolean();

        private final List<ConsumerRecord<String, ?>> commands = new CopyOnWriteArrayList<>();
        private final KafkaOperations<String, SpecificRecord> kafka;
        private volatile String failure = "";
        private volatile String reason = "SUCCESS";
        private volatile int code;

        Processors(KafkaOperations<String, SpecificRecord> kafka) {
            this.kafka = kafka;
        }

        public List<ConsumerRecord<String, ?>> commands() {
            return commands;
        }

        public void pauseReplies(boolean paused) {
            REPLIES_PAUSED.set(paused);
        }

        public void refuseCases(String failureCode) {
            failure = failureCode;
        }

        public void decide(int responseCode, String because) {
            code = responseCode;
            reason = because;
        }

        @KafkaListener(topics = Topic.Names.CASES_COMMANDS)
        void cases(List<ConsumerRecord<String, SubmitCase>> records) {
            for (ConsumerRecord<String, SubmitCase> record : records) {
                commands.add(record);
                reply(record, Topic.Names.CASES_REPLIES, caseEvent(record.value()));
            }
        }

        @KafkaListener(topics = Topic.Names.TELLERS_COMMANDS)
        void tellers(List<ConsumerRecord<String, AssociateTellerCard>> records) {
            for (ConsumerRecord<String, AssociateTellerCard> record : records) {
                commands.add(record);
                reply(record, Topic.Names.TELLERS_REPLIES, tellerEvent(record.value()));
            }
        }

        /** Replies to this command although replies are paused. */
        public void replyTo(ConsumerRecord<String, ?> command) {
            switch (command.value()) {
                case SubmitCase submit -> sendReply(command, Topic.Names.CASES_REPLIES, caseEvent(submit));
                case AssociateTellerCard associate ->
                    sendReply(command, Topic.Names.TELLERS_REPLIES, tellerEvent(associate));
                default -> throw new IllegalArgumentException("no command");
            }
        }

        private void reply(ConsumerRecord<String, ?> command, String topic, SpecificRecord event) {
            if (!REPLIES_PAUSED.get()
                    && MessageHeaders.waitUntil(command.headers()).isPresent()) {
                sendReply(command, topic, event);
            }
        }

        private void sendReply(ConsumerRecord<String, ?> command, String topic, SpecificRecord event) {
            ProducerRecord<String, SpecificRecord> reply = new ProducerRecord<>(topic, command.key(), event);
            MessageHeaders.addCorrelationId(correlationId(command.value()), reply.headers());
            if (List.of(860, 870, 1000).contains(code)) {
                MessageHeaders.addSendId(
                        MessageHeaders.sendId(command.headers()).orElseThrow(), reply.headers());
            }
            kafka.send(reply).join();
        }

        private static UUID correlationId(Object command) {
            return command instanceof SubmitCase submit
                    ? submit.getCorrelationId()
                    : ((AssociateTellerCard) command).getCorrelationId();
        }

        private CaseEvent caseEvent(SubmitCase command) {
            boolean failed = !failure.isEmpty();
            return CaseEvent.newBuilder()
                    .setEventId(UUID.randomUUID())
                    .setType(failed ? CaseEventType.FAILED : CaseEventType.CREATED)
                    .setCorrelationId(command.getCorrelationId())
                    .setProgramCode(command.getProgramCode())
                    .setRequestId(command.getRequestId())
                    .setCaseNumber(failed ? null : "00001027")
                    .setFailureCode(failed ? failure : null)
                    .setReceivedAt(command.getReceivedAt())
                    .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                    .build();
        }

        private TellerEvent tellerEvent(AssociateTellerCard command) {
            return TellerEvent.newBuilder()
                    .setEventId(UUID.randomUUID())
                    .setType(code == 0 ? TellerEventType.ASSOCIATED : TellerEventType.REJECTED)
                    .setCorrelationId(command.getCorrelationId())
                    .setRequestId(command.getRequestId())
                    .setMerchantId(command.getMerchantId())
                    .setStoreId(command.getStoreId())
                    .setTellerId(command.getTellerId())
                    .setResponseCode(code)
                    .setReason(reason)
                    .setReceivedAt(command.getReceivedAt())
                    .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                    .build();
        }
    }
}
