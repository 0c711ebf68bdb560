package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
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

/** Produces to the directory topic. Not thread-safe. */
public final class DirectoryProducer implements AutoCloseable {

    private final KafkaConnection kafka;
    private final KafkaProducer<String, @Nullable DirectoryEntry> producer;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    /** @throws CliException if Kafka or the registry is unavailable, or the topic does not exist */
    public DirectoryProducer(KafkaConnection kafka) throws InterruptedException {
        kafka.check(Topic.TELLERS_DIRECTORY);
        this.kafka = kafka;
        Map<String, Object> settings = kafka.producer();
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        this.producer = new KafkaProducer<>(settings);
    }

    /** Sends an entry without headers. */
    public void send(String entityId, @Nullable DirectoryEntry entry) {
        send(entityId, entry, List.of());
    }

    /**
     * Sends an entry, and blocks while the producer's buffer is full.
     *
     * @param entry null for a tombstone
     * @throws CliException if this entry or an earlier one could not be written
     */
    void send(String entityId, @Nullable DirectoryEntry entry, List<Header> headers) {
        throwOnFailure();
        try {
            var unused = producer.send(
                    new ProducerRecord<>(Topic.TELLERS_DIRECTORY.topicName(), null, entityId, entry, headers),
                    this::acknowledge);
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
            throwOnFailure();
        }
    }

    /**
     * Waits until all in-sync replicas have everything that was sent.
     *
     * @return the lag of teller-processor behind it
     * @throws CliException if an entry could not be written
     */
    public DirectoryLag flush() {
        producer.flush();
        throwOnFailure();
        return new DirectoryLag(kafka, Map.copyOf(ends));
    }

    private void acknowledge(RecordMetadata record, @Nullable Exception exception) {
        if (exception != null) {
            failure.compareAndSet(null, exception);
            return;
        }
        acknowledged.incrementAndGet();
        ends.merge(new TopicPartition(record.topic(), record.partition()), record.offset() + 1, Math::max);
    }

    private void throwOnFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new CliException(
                    "the directory could not be written beyond %d entries (%s: %s); load it again when the cause is fixed"
                            .formatted(acknowledged.get(), first.getClass().getSimpleName(), first.getMessage()),
                    first);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(failure.get() == null ? 30 : 0));
    }
}
