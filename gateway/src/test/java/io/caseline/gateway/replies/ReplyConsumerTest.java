package io.caseline.gateway.replies;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.schemas.registry.RegistryAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/** The reply consumer while the brokers are unavailable. */
class ReplyConsumerTest {

    @Test
    void it_is_not_ready_without_its_positions_and_stops_without_them() throws InterruptedException {
        RegistryAccess registry = new RegistryAccess(
                "http://127.0.0.1:1",
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                HttpClient.newHttpClient(),
                null,
                Optional::empty);
        ConsumerFactory<Object, Object> kafka = new DefaultKafkaConsumerFactory<>(
                Map.of("bootstrap.servers", "127.0.0.1:1", RegistryAccess.SETTING, registry));
        ReplySettings settings = new ReplySettings(Duration.ofSeconds(10), 10, 10);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ReplyConsumer consumer =
                new ReplyConsumer(new ReplyRouter(new Waiters(settings, meters), kafka, meters), settings, kafka);

        consumer.start();
        assertThat(consumer.isRunning()).isTrue();
        assertThat(consumer.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        consumer.stop();
        assertThat(consumer.isRunning()).as("while the web server stops").isTrue();
        consumer.destroy();
        Awaitility.await().until(() -> !consumer.isRunning());
    }
}
