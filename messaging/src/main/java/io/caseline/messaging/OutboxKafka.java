package io.caseline.messaging;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;

/**
 * The topics of the events, as the publisher writes and reads them.
 *
 * @param producers new producers with the transactional id that all publishers of this outbox have
 * @param consumerSettings of the application
 */
record OutboxKafka(
        OutboxTopics topics,
        Supplier<Producer<String, byte[]>> producers,
        Map<String, Object> consumerSettings,
        KafkaAdmin admin) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Makes producers that give up within about the lease, so that another publisher can take over. */
    static Supplier<Producer<String, byte[]>> producers(Map<String, Object> settings, String transactionalId) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        all.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 15_000);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 8_000);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        // until the broker has ended one transaction, it refuses the first batches of the next: those behind would be
        // out of order
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        all.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 20L);
        return () -> new KafkaProducer<>(all, new StringSerializer(), new ByteArraySerializer());
    }

    /**
     * A producer would say that a topic is missing only after a time-out, and brokers that make missing topics would make
     * one that is not compacted.
     *
     * @throws IllegalStateException if there is to be a topic of states, and it cannot be found
     */
    void requireStateTopic() {
        String state = topics.state();
        if (state == null) {
            return;
        }
        try {
            admin.describeTopics(state);
        } catch (KafkaException e) {
            Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
            if (cause instanceof UnknownTopicOrPartitionException || cause instanceof AuthorizationException) {
                throw new IllegalStateException(
                        "The topic " + state + " does not exist, or this user may not see it: " + cause.getMessage()
                                + ". Without one, set caseline.outbox.state-topic to nothing",
                        e);
            }
            throw e;
        }
    }

    private String topic() {
        return topics.events();
    }

    /** A topic that is deleted and created again has another. */
    String topicId() {
        return Objects.requireNonNull(admin.describeTopics(topic()).get(topic()))
                .topicId()
                .toString();
    }

    /** The end of each partition, behind transactions that are still open. */
    Map<Integer, Long> endOffsets() {
        try (Consumer<byte[], byte[]> consumer = consumer(IsolationLevel.READ_UNCOMMITTED)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic(), TIMEOUT).stream()
                    .map(info -> new TopicPartition(topic(), info.partition()))
                    .toList();
            Map<Integer, Long> ends = new HashMap<>();
            consumer.endOffsets(partitions, TIMEOUT).forEach((partition, end) -> ends.put(partition.partition(), end));
            return ends;
        }
    }

    /** Reads what is committed, from these offsets, or where the log begins. */
    Consumer<byte[], byte[]> consumer(Map<Integer, Long> starts) {
        Consumer<byte[], byte[]> consumer = consumer(IsolationLevel.READ_COMMITTED);
        consumer.assign(starts.keySet().stream()
                .map(partition -> new TopicPartition(topic(), partition))
                .toList());
        starts.forEach((partition, start) -> consumer.seek(new TopicPartition(topic(), partition), start));
        return consumer;
    }

    private Consumer<byte[], byte[]> consumer(IsolationLevel isolation) {
        Map<String, Object> settings = new HashMap<>(consumerSettings);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
