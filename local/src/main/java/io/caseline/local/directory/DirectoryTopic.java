package io.caseline.local.directory;

import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Refusal;
import io.caseline.messages.DirectoryEntry;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Writes to the directory's topic, as whoever owns merchants, stores, tellers and accounts would. Not for several threads. */
public final class DirectoryTopic implements AutoCloseable {

    private final Messaging messaging;
    private final KafkaProducer<String, @Nullable DirectoryEntry> producer;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> trouble = new AtomicReference<>();

    /** @throws Refusal if Kafka or the registry is away, or the topic is not there */
    public DirectoryTopic(Messaging messaging) throws InterruptedException {
        messaging.check(Topic.TELLERS_DIRECTORY);
        this.messaging = messaging;
        Map<String, Object> settings = messaging.producer();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        this.producer = new KafkaProducer<>(settings);
    }

    /** As the other one, without headers. */
    public void send(String entityId, @Nullable DirectoryEntry entry) {
        send(entityId, entry, List.of());
    }

    /**
     * Sends an entry, and waits while too many are under way.
     *
     * @param entry null for a tombstone
     * @throws Refusal if it, or one before it, could not be written
     */
    void send(String entityId, @Nullable DirectoryEntry entry, List<Header> headers) {
        refuseInTrouble();
        try {
            var unused = producer.send(
                    new ProducerRecord<>(Topic.TELLERS_DIRECTORY.topicName(), null, entityId, entry, headers),
                    this::acknowledge);
        } catch (KafkaException e) {
            trouble.compareAndSet(null, e);
            refuseInTrouble();
        }
    }

    /**
     * Waits until all replicas have everything that was sent.
     *
     * @return what there is now for teller-processor to read
     * @throws Refusal if something could not be written
     */
    public DirectoryReading flush() {
        producer.flush();
        refuseInTrouble();
        return new DirectoryReading(messaging, Map.copyOf(ends));
    }

    private void acknowledge(RecordMetadata record, @Nullable Exception failure) {
        if (failure != null) {
            trouble.compareAndSet(null, failure);
            return;
        }
        acknowledged.incrementAndGet();
        ends.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
    }

    private void refuseInTrouble() {
        Exception failure = trouble.get();
        if (failure != null) {
            throw new Refusal(
                    "the directory could not be written beyond %d entries (%s: %s); load it again once that is mended"
                            .formatted(acknowledged.get(), failure.getClass().getSimpleName(), failure.getMessage()),
                    failure);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(trouble.get() == null ? 30 : 0));
    }
}
