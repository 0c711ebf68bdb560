package io.caseline.gateway.pipeline;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.Tokens;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** What is bounded, and what happens at the bound. */
class RequestLimitsTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";
    private static final String ASSOCIATION = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},"accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    @Test
    void a_program_over_its_rate_is_told_when_to_come_back() {
        try (Gateway gateway = Gateway.start(
                "caseline.programs.gobank.rate.per-second=1",
                "caseline.programs.gobank.rate.burst=2",
                "caseline.tellers.rates.fscc0342.per-second=1",
                "caseline.tellers.rates.fscc0342.burst=1")) {
            assertThat(submit(gateway, CASES).headers().firstValue("RateLimit")).hasValue("\"program\";r=1;t=1");
            assertThat(submit(gateway, CASES).statusCode()).isEqualTo(202);
            HttpResponse<String> refused = submit(gateway, CASES);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.headers().firstValue("RateLimit-Policy")).hasValue("\"program\";q=1;w=1");
            assertThat(submit(gateway, "/programs/strict/customerCare/cases").statusCode())
                    .as("another program's rate is its own")
                    .isEqualTo(400);

            String association = "{\"metadata\":{\"merchantId\":\"fscc0342\"}}";
            assertThat(gateway.post(ASSOCIATE, "a", association).statusCode()).isEqualTo(200);
            assertThat(gateway.post(ASSOCIATE, "b", association).statusCode()).isEqualTo(429);
        }
    }

    @Test
    void more_requests_than_places_are_told_to_come_back() {
        try (Gateway gateway = Gateway.start("caseline.requests.max-in-flight=1")) {
            gateway.processors().beSilent(true);
            UUID requestId = UUID.randomUUID();
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, requestId.toString(), BODY, "Prefer", "wait=5"));
            Awaitility.await()
                    .until(() -> gateway.processors().commands().stream()
                            .anyMatch(record -> record.value() instanceof SubmitCase command
                                    && command.getRequestId().equals(requestId)));

            HttpResponse<String> refused = submit(gateway, CASES);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(waiting.join().statusCode()).isEqualTo(202);
            Awaitility.await().until(() -> submit(gateway, CASES).statusCode() == 202);
            gateway.processors().beSilent(false);
        }
    }

    @Test
    void more_waiters_of_a_program_than_its_share_are_answered_when_durable() {
        try (Gateway gateway = Gateway.start("caseline.replies.max-waiters-per-program=1")) {
            gateway.processors().beSilent(true);
            UUID requestId = UUID.randomUUID();
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, requestId.toString(), BODY, "Prefer", "wait=6"));
            Awaitility.await()
                    .until(() -> gateway.processors().commands().stream()
                            .anyMatch(record -> record.value() instanceof SubmitCase command
                                    && command.getRequestId().equals(requestId)));

            assertThat(gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=30")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(waiting).as("the first one waits on").isNotDone();
            gateway.processors().beSilent(false);
        }
    }

    @Test
    void more_waiters_than_the_gateway_may_have_are_answered_when_durable() {
        try (Gateway gateway = Gateway.start("caseline.replies.max-waiters=1")) {
            gateway.processors().beSilent(true);
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=6"));
            Awaitility.await().until(() -> gateway.waiters() == 1);

            assertThat(gateway.post(ASSOCIATE, "a", ASSOCIATION, "Prefer", "wait=30")
                            .statusCode())
                    .isEqualTo(202);
            assertThat(waiting).as("the first one waits on").isNotDone();
            assertThat(waiting.join().statusCode()).isEqualTo(202);
            assertThat(gateway.waiters()).isZero();
            gateway.processors().beSilent(false);
        }
    }

    @Test
    void questions_that_wait_take_no_place_of_a_request() {
        try (Gateway gateway =
                Gateway.start("caseline.requests.max-status-queries=1", "caseline.requests.max-in-flight=1")) {
            String id = UUID.randomUUID().toString();
            gateway.recordSays(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
            CompletableFuture<HttpResponse<String>> waiting =
                    CompletableFuture.supplyAsync(() -> gateway.get(CASES + "/" + id, "Prefer", "wait=30"));
            Awaitility.await().until(() -> gateway.timesAsked(id) > 0);

            HttpResponse<String> refused = gateway.get(CASES + "/" + id);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(submit(gateway, CASES).statusCode()).isEqualTo(202);

            gateway.recordSays(
                    id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001028\"}");
            assertThat(waiting.join().body()).contains("00001028");
            Awaitility.await().until(() -> gateway.get(CASES + "/" + id).statusCode() == 200);
        }
    }

    @Test
    void a_wait_that_was_answered_leaves_nothing_behind() {
        try (Gateway gateway = Gateway.start()) {
            gateway.processors().beSilent(false);
            assertThat(gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=30")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(gateway.waiters()).isZero();
        }
    }

    @Test
    void a_body_that_drips_is_answered_and_frees_its_place() throws IOException {
        try (Gateway gateway = Gateway.start("caseline.requests.body-timeout=1s", "caseline.requests.max-in-flight=1");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + CASES + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Tokens.good()
                            + "\r\nContent-Type: application/json\r\nContent-Length: 60000\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            Awaitility.await().until(() -> {
                out.write(' ');
                return in.available() > 0;
            });
            BufferedReader answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 408");
            assertThat(answer.lines().takeWhile(line -> !line.isEmpty())).contains("Connection: close");
            Awaitility.await().until(() -> submit(gateway, CASES).statusCode() == 202);
        }
    }

    @Test
    void dead_brokers_are_answered_503_within_five_seconds_and_readiness_follows() {
        EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperties(Map.of(
                "auto.create.topics.enable", "false",
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1"));
        broker.afterPropertiesSet();
        try (Gateway gateway = Gateway.start("spring.kafka.bootstrap-servers=" + broker.getBrokersAsString())) {
            assertThat(submit(gateway, CASES).statusCode()).isEqualTo(202);
            Awaitility.await().until(() -> readiness(gateway) == 200);

            broker.destroy();
            Instant start = Instant.now();
            CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(
                    () -> gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=20"));
            HttpResponse<String> refused = submit(gateway, CASES);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("send the same request again");
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(waiting.join().statusCode())
                    .as("who waits learns of it as soon")
                    .isEqualTo(503);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(8));
            assertThat(gateway.waiters()).isZero();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> readiness(gateway) == 503);
        }
    }

    @Test
    void a_command_that_kafka_refuses_ends_the_wait_of_its_caller() {
        try (Gateway gateway = Gateway.start()) {
            limitCommands("10");
            Instant start = Instant.now();
            assertThat(gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "wait=20")
                            .statusCode())
                    .isEqualTo(503);
            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(gateway.waiters()).isZero();
        } finally {
            limitCommands("1048588");
        }
    }

    private static void limitCommands(String maxMessageBytes) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestServices.kafka().getBrokersAsString()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, Topic.Names.CASES_COMMANDS),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, maxMessageBytes),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    @Test
    void what_was_answered_is_counted() {
        try (Gateway gateway = Gateway.start()) {
            submit(gateway, CASES);
            gateway.post(CASES, "no-guid", BODY);
            String metrics = Gateway.send(gateway.request("/actuator/prometheus")
                            .setHeader(
                                    "Authorization",
                                    "Bearer " + Tokens.signed(Tokens.claims().claim("scope", "metrics:read"))))
                    .body();
            assertThat(metrics)
                    .contains("caseline_responses_total{code=\"0\",operation=\"case\",status=\"202\"} 1.0")
                    .contains("caseline_responses_total{code=\"640\",operation=\"case\",status=\"400\"} 1.0")
                    .contains("caseline_kafka_send_seconds_count{result=\"confirmed\"} 1")
                    .contains("caseline_in_flight 0.0");
        }
    }

    private static int readiness(Gateway gateway) {
        return Gateway.send(gateway.request("/actuator/health/readiness")).statusCode();
    }

    private static HttpResponse<String> submit(Gateway gateway, String path) {
        return gateway.post(path, UUID.randomUUID().toString(), BODY, "Prefer", "respond-async");
    }
}
