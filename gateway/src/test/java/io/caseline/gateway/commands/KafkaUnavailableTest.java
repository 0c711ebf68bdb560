package io.caseline.gateway.commands;

import static io.caseline.gateway.testing.Gateway.CASES;
import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.gateway.testing.Gateway;
import io.caseline.messaging.testing.Kafka;
import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.net.http.HttpResponse;
import java.time.Duration;
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

/** Callers learn at once that Kafka does not take their command. */
class KafkaUnavailableTest {
    private static final String BODY = "{\"subject\":\"Card lost\"}";

    /** Far longer than Kafka needs to refuse a command, and than a test may take. */
    private static final String LONG_WAIT = "wait=600";

    private static final Duration BEFORE_THE_WAIT_IS_OVER = Duration.ofMinutes(1);

    @Test
    void unavailable_brokers_are_503_before_the_wait_is_over_and_readiness_follows() {
        Kafka broker = Kafka.start();
        try (Gateway gateway = Gateway.start(
                "spring.kafka.bootstrap-servers=" + broker.bootstrapServers(), "caseline.requests.max-wait=10m")) {
            assertThat(submit(gateway, CASES).statusCode()).isEqualTo(202);
            Awaitility.await().until(() -> readiness(gateway) == 200);

            broker.close();
            CompletableFuture<HttpResponse<String>> waiting = submitAndWait(gateway);
            HttpResponse<String> refused = submit(gateway, CASES);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.body()).contains("send the same request again");
            assertThat(waiting)
                    .succeedsWithin(BEFORE_THE_WAIT_IS_OVER)
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(503);
            assertThat(gateway.waiters()).isZero();
            assertWaitEndedUnavailable(gateway);
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> readiness(gateway) == 503);
        }
    }

    @Test
    void a_command_that_kafka_refuses_ends_the_wait_of_its_caller() {
        try (Gateway gateway = Gateway.start("caseline.requests.max-wait=10m")) {
            limitCommands("10");
            assertThat(submitAndWait(gateway))
                    .succeedsWithin(BEFORE_THE_WAIT_IS_OVER)
                    .extracting(HttpResponse::statusCode)
                    .isEqualTo(503);
            assertThat(gateway.waiters()).isZero();
            assertWaitEndedUnavailable(gateway);
        } finally {
            limitCommands("1048588");
        }
    }

    /** The wait did not time out. */
    private static void assertWaitEndedUnavailable(Gateway gateway) {
        Awaitility.await().until(() -> gateway.waits("unavailable") == 1);
        assertThat(gateway.waits("timed_out")).isZero();
    }

    private static CompletableFuture<HttpResponse<String>> submitAndWait(Gateway gateway) {
        return CompletableFuture.supplyAsync(
                () -> gateway.post(CASES, UUID.randomUUID().toString(), BODY, "Prefer", LONG_WAIT));
    }

    private static void limitCommands(String maxMessageBytes) {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestServices.kafka().bootstrapServers()))) {
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

    private static int readiness(Gateway gateway) {
        return Gateway.send(gateway.request("/actuator/health/readiness")).statusCode();
    }

    private static HttpResponse<String> submit(Gateway gateway, String path) {
        return gateway.post(path, UUID.randomUUID().toString(), BODY, "Prefer", "respond-async");
    }
}
