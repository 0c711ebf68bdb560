package io.caseline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.caseline.messaging.testing.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** Replies are sent beside the caller; while Kafka is away they are dropped and counted. */
class ReplySenderTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void replies_arrive_in_order() throws Exception {
        String topic = "replies-" + UUID.randomUUID();
        TestServices.kafka().createTopics(topic);
        ReplySender sender = new ReplySender(real(TestServices.kafka().bootstrapServers()), meters);
        for (int i = 0; i < 100; i++) {
            sender.send(new ProducerRecord<>(topic, 0, "key", "reply" + i));
        }
        List<String> received = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestServices.kafka().bootstrapServers(),
                        "group.id",
                        topic,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> received.add(record.value()));
                return received.size() == 100;
            });
        }
        sender.destroy();

        assertThat(received).first().isEqualTo("reply0");
        assertThat(received)
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(Integer.parseInt(a.substring(5)), Integer.parseInt(b.substring(5))));
        assertThat(dropped()).isZero();
    }

    @Test
    void a_caller_is_never_held_up_and_what_does_not_fit_is_dropped_and_counted() throws Exception {
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        ReplySender sender = new ReplySender(
                new FakeProducers(() -> {
                    try {
                        kafkaIsBack.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                meters);
        for (int i = 0; i < 10_500; i++) {
            sender.send(new ProducerRecord<>("topic", "key", "reply" + i));
        }

        assertThat(dropped()).isBetween(498.0, 500.0);
        kafkaIsBack.countDown();
        sender.destroy();
    }

    @Test
    void a_producer_that_fails_drops_the_reply_and_the_next_one_is_tried() throws Exception {
        List<Integer> tried = new ArrayList<>();
        ReplySender sender = new ReplySender(
                new FakeProducers(() -> {
                    tried.add(1);
                    throw new TimeoutException("no metadata");
                }),
                meters);
        sender.send(new ProducerRecord<>("topic", "key", "first"));
        sender.send(new ProducerRecord<>("topic", "key", "second"));

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> dropped() == 2);
        assertThat(tried).hasSize(2);
        sender.destroy();
    }

    private double dropped() {
        return meters.get("caseline.replies.dropped").counter().count();
    }

    private static DefaultKafkaProducerFactory<String, String> real(String brokers) {
        return new DefaultKafkaProducerFactory<>(
                new HashMap<>(Map.of("bootstrap.servers", brokers)), new StringSerializer(), new StringSerializer());
    }

    /** Producers that do something before each record. */
    private static final class FakeProducers extends DefaultKafkaProducerFactory<String, Object> {
        private final Runnable beforeSend;

        FakeProducers(Runnable beforeSend) {
            super(new HashMap<>(Map.of("bootstrap.servers", "localhost:1")));
            this.beforeSend = beforeSend;
        }

        @Override
        public ProducerFactory<String, Object> copyWithConfigurationOverride(@Nullable Map<String, Object> overrides) {
            return this;
        }

        @Override
        public boolean transactionCapable() {
            return false;
        }

        @Override
        public Producer<String, Object> createProducer() {
            return producer();
        }

        @Override
        public Producer<String, Object> createProducer(@Nullable String txIdPrefix) {
            return producer();
        }

        private Producer<String, Object> producer() {
            return new MockProducer<>(true, null, new StringSerializer(), (topic, value) -> new byte[0]) {
                @Override
                public synchronized Future<RecordMetadata> send(
                        ProducerRecord<String, Object> record, Callback callback) {
                    beforeSend.run();
                    return super.send(record, callback);
                }
            };
        }
    }
}
