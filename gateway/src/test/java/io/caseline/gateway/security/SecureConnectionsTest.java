package io.caseline.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsServer;
import io.caseline.gateway.GatewayApplication;
import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.Certificates;
import io.caseline.messaging.testing.Guide;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.SecureKafka;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

/** The gateway with the properties of the security guide, where every server demands TLS and credentials. */
@ExtendWith(OutputCaptureExtension.class)
class SecureConnectionsTest {
    private static final RegistryProxy REGISTRY = RegistryProxy.secure();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().sslContext(Certificates.shared().context()).build();

    /** The processors' status endpoints, and the issuer's keys. */
    private static HttpsServer others;

    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() throws IOException {
        others = Certificates.shared().server();
        others.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        others.createContext("/internal/cases/", exchange -> {
            String id = exchange.getRequestURI().getPath().substring("/internal/cases/".length());
            answer(exchange, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001028\"}");
        });
        others.createContext("/keys", exchange -> answer(exchange, Tokens.keySet()));
        others.start();
        SecureKafka.createTopics();
        SecureKafka.addUser("gateway", "kafka-secret");
        SecureKafka.run(new Guide().commands("Kafka ACLs"));
        application = run(guide());
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> get(application, "/actuator/health/readiness").statusCode() == 200);
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        try (exchange) {
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @AfterAll
    static void close() {
        application.close();
        REGISTRY.close();
        others.stop(0);
    }

    private static Guide guide() {
        String address = "https://localhost:" + others.getAddress().getPort();
        return new Guide()
                .replace("/etc/caseline/tls", Certificates.shared().folder())
                .replace("kafka.example.com:9093", SecureKafka.bootstrapServers())
                .replace("https://registry.example.com", REGISTRY.url())
                .replace("https://case-processor.example.com:8401", address)
                .replace("https://teller-processor.example.com:8402", address)
                .set("KAFKA_PASSWORD", "kafka-secret")
                .set("REGISTRY_PASSWORD", RegistryProxy.PASSWORD)
                .set("server.port", 0)
                .set("spring.kafka.listener.auto-startup", false) // those of other tests
                .set("caseline.sealing.keyset", TestServices.sealingKeys())
                .set("caseline.programs.gobank.enabled", true)
                .set("caseline.requests.namespace", "0f9d7f5e-3c1b-4e0a-8a44-5b6e2d9c7a10")
                .set("spring.security.oauth2.resourceserver.jwt.jwk-set-uri", address + "/keys");
    }

    private static ConfigurableApplicationContext run(Guide guide) {
        return new SpringApplicationBuilder(GatewayApplication.class)
                .registerShutdownHook(false)
                .run(guide.arguments(
                        "Certificates", "HTTP servers", "Gateway to processors", "Tokens", "Kafka", "Schema registry"));
    }

    @Test
    void a_request_becomes_a_command_and_its_reply_the_response() throws Exception {
        KafkaTemplate<String, Object> processor = SecureKafka.superUser(application.getBean(ProducerFactory.class));
        UUID requestId = UUID.randomUUID();
        CompletableFuture<HttpResponse<String>> response = HTTP.sendAsync(
                request(application, Gateway.CASES)
                        .header("X-GD-RequestId", requestId.toString())
                        .header("Content-Type", "application/json")
                        .header("Prefer", "wait=30")
                        .POST(BodyPublishers.ofString("""
                                {"subject":"Card lost","firstName":"Ada","lastName":"Lovelace",
                                 "customerQuestion":"Where is my card?","emailAddress":"ada@example.com"}"""))
                        .build(),
                BodyHandlers.ofString());
        SubmitCase command = command(requestId);
        ProducerRecord<String, Object> reply = new ProducerRecord<>(
                Topic.Names.CASES_REPLIES, command.getCorrelationId().toString(), created(command));
        MessageHeaders.addCorrelationId(command.getCorrelationId(), reply.headers());
        processor.send(reply).join();

        assertThat(response.get().body()).contains("00001027");
        processor.destroy();
    }

    @Test
    void the_status_comes_from_a_processor_over_tls() throws Exception {
        HttpResponse<String> status = get(application, Gateway.CASES + "/" + UUID.randomUUID());

        assertThat(status.statusCode()).isEqualTo(200);
        assertThat(status.body()).contains("00001028");
    }

    @Test
    void its_user_may_do_no_more_than_its_work() {
        @SuppressWarnings("unchecked")
        ProducerFactory<String, Object> producers = application.getBean(ProducerFactory.class);
        KafkaTemplate<String, Object> own = new KafkaTemplate<>(producers);
        for (String topic :
                List.of(Topic.Names.CASES_EVENTS, Topic.Names.CASES_REPLIES, Topic.Names.TELLERS_DIRECTORY)) {
            assertThatThrownBy(() -> own.send(topic, new byte[0]).join())
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void a_processor_whose_certificate_is_not_trusted_is_named_in_the_log(CapturedOutput log) throws Exception {
        try (ConfigurableApplicationContext trustless = run(guide().set(
                        "spring.ssl.bundle.pem.other.truststore.certificate",
                        Certificates.stranger().authority().toUri())
                .set("spring.http.serviceclient.cases.ssl.bundle", "other"))) {
            assertThat(get(trustless, Gateway.CASES + "/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(503);
            assertThat(log).contains("its certificate is not trusted");
        }
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext gateway, String path) throws Exception {
        return HTTP.send(request(gateway, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext gateway, String path) {
        return HttpRequest.newBuilder(URI.create(
                        "https://localhost:" + gateway.getEnvironment().getProperty("local.server.port") + path))
                .header("Authorization", "Bearer " + Tokens.good());
    }

    private static SubmitCase command(UUID requestId) {
        List<SubmitCase> commands = new ArrayList<>();
        try (Consumer<String, Object> processor =
                SecureKafka.superUser(application.getBean(ConsumerFactory.class), Topic.Names.CASES_COMMANDS)) {
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> {
                                processor
                                        .poll(Duration.ofMillis(200))
                                        .forEach(record -> commands.add((SubmitCase) record.value()));
                                return commands.stream()
                                        .filter(command ->
                                                command.getRequestId().equals(requestId))
                                        .toList();
                            },
                            found -> !found.isEmpty())
                    .getFirst();
        }
    }

    private static CaseEvent created(SubmitCase command) {
        return CaseEvent.newBuilder()
                .setEventId(UUID.randomUUID())
                .setType(CaseEventType.CREATED)
                .setCorrelationId(command.getCorrelationId())
                .setProgramCode(command.getProgramCode())
                .setRequestId(command.getRequestId())
                .setCaseNumber("00001027")
                .setReceivedAt(command.getReceivedAt())
                .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_123L))
                .build();
    }
}
