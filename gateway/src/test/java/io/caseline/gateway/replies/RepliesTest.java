package io.caseline.gateway.replies;

import static io.caseline.gateway.testing.Gateway.ASSOCIATE;
import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.gateway.testing.SharedGateway;
import io.caseline.messaging.testing.RegistryProxy;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which callers a reply reaches, over real Kafka. */
@ExtendWith(SharedGateway.class)
class RepliesTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";
    private static final String ASSOCIATION = """
            {"metadata":{"merchantId":"fscc0342","registerId":"01","requestDateTime":"2023-11-09T13:25:45Z",
             "storeId":"CC970","userId":"teller-1"},"accountIdentifier":"06e33e98-5c40-4c1a-967b-930f28f509a4"}""";

    private final String requestId = UUID.randomUUID().toString();

    private Gateway gateway;

    @BeforeEach
    void replyOnlyWhenTold(Gateway shared) {
        gateway = shared;
        gateway.processors().pauseReplies(true);
    }

    @AfterEach
    void replyAgain() {
        gateway.processors().pauseReplies(false);
    }

    @Test
    void a_reply_reaches_every_caller_that_waits_at_any_gateway() {
        try (Gateway other = Gateway.start()) {
            List<CompletableFuture<HttpResponse<String>>> callers =
                    List.of(submit(gateway), submit(gateway), submit(other));
            ConsumerRecord<String, ?> command = commands(gateway, 3).getFirst();
            gateway.processors().replyTo(command);

            assertThat(callers)
                    .allSatisfy(caller -> assertThat(caller.join().statusCode()).isEqualTo(200));
            assertThat(gateway.waiters()).isZero();
            assertThat(other.waiters()).isZero();
        }
    }

    @Test
    void a_duplicate_a_late_and_an_unknown_reply_do_no_harm() {
        CompletableFuture<HttpResponse<String>> caller = submit(gateway);
        ConsumerRecord<String, ?> command = commands(gateway, 1).getFirst();
        gateway.processors().replyTo(command);
        assertThat(caller.join().statusCode()).isEqualTo(200);
        int before = gateway.replies("not_awaited");

        gateway.processors().replyTo(command);
        send(Topic.CASES_REPLIES, UUID.randomUUID().toString(), "nobody's");
        send(Topic.CASES_REPLIES, "no id", "nobody's");

        Awaitility.await().until(() -> gateway.replies("not_awaited") == before + 3);
        gateway.processors().pauseReplies(false);
        assertThat(gateway.post(CASES, UUID.randomUUID().toString(), BODY).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_reply_that_no_schema_reads_is_skipped_and_counted() {
        CompletableFuture<HttpResponse<String>> caller = submit(gateway);
        ConsumerRecord<String, ?> command = commands(gateway, 1).getFirst();
        int before = gateway.replies("unreadable");

        send(Topic.CASES_REPLIES, command.key(), "no Avro");
        Awaitility.await().until(() -> gateway.replies("unreadable") == before + 1);
        assertThat(caller).isNotDone();

        gateway.processors().replyTo(command);
        assertThat(caller.join().statusCode()).isEqualTo(200);
    }

    @Test
    void replies_are_read_again_when_the_registry_is_back() {
        try (RegistryProxy registry = new RegistryProxy();
                Gateway own = Gateway.start(
                        "caseline.registry.url=" + registry.url(), "caseline.registry.retry-every=100ms")) {
            own.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", "respond-async"); // looks up the command
            registry.fail(RegistryProxy.Outage.UNAVAILABLE);
            CompletableFuture<HttpResponse<String>> caller = submit(own);
            ConsumerRecord<String, ?> command = commands(gateway, 1).getFirst();

            gateway.processors().replyTo(command);
            Awaitility.await().until(() -> own.replies("unreadable") == 1);
            registry.heal();
            Awaitility.await().until(() -> {
                gateway.processors().replyTo(command);
                return caller.isDone();
            });
            assertThat(caller.join().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void an_outcome_that_is_not_final_reaches_only_the_caller_of_its_send() {
        CompletableFuture<HttpResponse<String>> first = associate(gateway);
        ConsumerRecord<String, ?> command = commands(gateway, 1).getFirst();
        CompletableFuture<HttpResponse<String>> second = associate(gateway);
        commands(gateway, 2);

        gateway.processors().decide(870, "ACCOUNT_TOO_YOUNG");
        gateway.processors().replyTo(command);
        assertThat(first.join().headers().firstValue("X-GD-ResponseCode")).hasValue("870");
        assertThat(second).isNotDone();

        gateway.processors().decide(0, "SUCCESS");
        gateway.processors().replyTo(command);
        assertThat(second.join().headers().firstValue("X-GD-ResponseCode")).hasValue("0");
    }

    @Test
    void a_status_query_that_waits_ends_when_the_reply_comes() {
        try (Gateway own = Gateway.start("caseline.status.first-pause=10m", "caseline.requests.max-wait=10m")) {
            CompletableFuture<HttpResponse<String>> caller = submit(own);
            ConsumerRecord<String, ?> command = commands(own, 1).getFirst();
            String id = command.key();
            own.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"RECEIVED\"}");
            CompletableFuture<HttpResponse<String>> query =
                    CompletableFuture.supplyAsync(() -> own.get(CASES + "/" + id, "Prefer", "wait=600"));
            Awaitility.await().until(() -> own.statusQueries(id) == 1);

            own.setStatus(id, "{\"correlationId\":\"" + id + "\",\"state\":\"CREATED\",\"caseNumber\":\"00001030\"}");
            gateway.processors().replyTo(command);

            assertThat(query)
                    .succeedsWithin(Duration.ofMinutes(1))
                    .extracting(HttpResponse::body, InstanceOfAssertFactories.STRING)
                    .contains("00001030");
            assertThat(own.statusQueries(id)).isEqualTo(2);
            caller.join();
            Awaitility.await().until(() -> own.waiters() == 0);
        }
    }

    @Test
    void a_new_gateway_skips_earlier_replies() {
        send(Topic.CASES_REPLIES, UUID.randomUUID().toString(), "earlier");
        try (Gateway own = Gateway.start()) {
            send(Topic.CASES_REPLIES, UUID.randomUUID().toString(), "later");
            Awaitility.await().until(() -> own.replies("not_awaited") > 0);
            assertThat(own.replies("not_awaited")).isEqualTo(1);
        }
    }

    private CompletableFuture<HttpResponse<String>> submit(Gateway gateway) {
        return CompletableFuture.supplyAsync(() -> gateway.post(CASES, requestId, BODY, "Prefer", "wait=30"));
    }

    private CompletableFuture<HttpResponse<String>> associate(Gateway gateway) {
        return CompletableFuture.supplyAsync(
                () -> gateway.post(ASSOCIATE, requestId, ASSOCIATION, "Prefer", "wait=30"));
    }

    private List<ConsumerRecord<String, ?>> commands(Gateway gateway, int count) {
        return gateway.processors().commands(requestId, count);
    }

    private static void send(Topic topic, String correlationId, String value) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<String, byte[]> reply =
                    new ProducerRecord<>(topic.topicName(), "key", value.getBytes(StandardCharsets.UTF_8));
            reply.headers().add(MessageHeaders.CORRELATION_ID, correlationId.getBytes(StandardCharsets.UTF_8));
            var sent = producer.send(reply);
            producer.flush();
            assertThat(sent).isDone();
        }
    }
}
