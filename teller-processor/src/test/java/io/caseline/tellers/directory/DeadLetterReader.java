package io.caseline.tellers.directory;

import io.caseline.messaging.testing.TestServices;
import io.caseline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.springframework.kafka.support.KafkaHeaders;

/** Reads a dead-letter topic once, for all tests of a class. */
final class DeadLetterReader implements AutoCloseable {
    private final Topic topic;
    private final Map<String, List<String>> reasons = new HashMap<>();
    private final Consumer<String, byte[]> consumer = new KafkaConsumer<>(
            Map.of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    TestServices.kafka().bootstrapServers(),
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest"),
            new StringDeserializer(),
            new ByteArrayDeserializer());

    DeadLetterReader(Topic topic) {
        this.topic = topic;
    }

    /** Reasons of the entity's dead letters; waits for the first. */
    List<String> reasons(String entityId) {
        assign();
        Awaitility.await().atMost(Duration.ofSeconds(60)).pollInSameThread().until(() -> {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                reasons.computeIfAbsent(String.valueOf(record.key()), key -> new ArrayList<>())
                        .add(reason(record));
            }
            return reasons.containsKey(entityId);
        });
        return Objects.requireNonNull(reasons.get(entityId));
    }

    private static String reason(ConsumerRecord<String, byte[]> record) {
        Header reason = record.headers().lastHeader(KafkaHeaders.DLT_EXCEPTION_MESSAGE);
        return reason == null ? "" : new String(reason.value(), StandardCharsets.UTF_8);
    }

    /** How many dead letters were written, committed or not. */
    long written() {
        assign();
        return consumer.endOffsets(consumer.assignment()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void assign() {
        if (consumer.assignment().isEmpty()) {
            consumer.assign(consumer.partitionsFor(topic.topicName()).stream()
                    .map(partition -> new TopicPartition(topic.topicName(), partition.partition()))
                    .toList());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
