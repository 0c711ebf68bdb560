package io.caseline.cli.operations;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A topic that events are written into, each once: those that it has already are left out. Not thread-safe. */
final class EventTopic implements AutoCloseable {

    private static final String ID = "ce_id";
    private static final Duration POLL = Duration.ofMillis(500);

    private final KafkaConnection kafka;
    private final String topic;
    private final KafkaProducer<String, byte[]> producer;
    private final Set<UUID> ids = new HashSet<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long written;
    private long skipped;

    /** @throws CliException if Kafka is unavailable, or the topic does not exist */
    EventTopic(KafkaConnection kafka, String topic) throws InterruptedException {
        kafka.checkTopic(topic, "create it first, with 12 partitions as cases.events has");
        this.kafka = kafka;
        this.topic = topic;
        Map<String, Object> settings = kafka.producer();
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        settings.put(ProducerConfig.COMPRESSION_GZIP_LEVEL_CONFIG, 1);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        this.producer = new KafkaProducer<>(settings);
    }

    /**
     * Reads which events the topic has.
     *
     * @param progress gets their number now and then
     */
    void readIds(LongConsumer progress) {
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        try {
            KafkaConnection.<byte[], byte[]>readToEnd(topic, settings, consumer -> {
                consumer.poll(POLL).forEach(record -> add(record.headers().lastHeader(ID)));
                progress.accept(ids.size());
            });
        } catch (KafkaException e) {
            throw new CliException("the topic %s cannot be read: %s".formatted(topic, CliException.reason(e)), e);
        }
    }

    private void add(@Nullable Header id) {
        try {
            ids.add(UUID.fromString(id == null ? "" : new String(id.value(), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            return; // a record that is no event of ours
        }
    }

    /** Writes an event of the API, unless the topic has it. Blocks while the producer's buffer is full. */
    void write(JsonNode event) {
        throwOnFailure();
        JsonNode headers = event.path("headers");
        if (!ids.add(UUID.fromString(headers.path(ID).asString("")))) {
            skipped++;
            return;
        }
        RecordHeaders all = new RecordHeaders();
        headers.properties()
                .forEach(header ->
                        all.add(header.getKey(), header.getValue().asString("").getBytes(StandardCharsets.UTF_8)));
        byte[] value = Base64.getDecoder().decode(event.path("value").asString(""));
        try {
            var unused = producer.send(
                    new ProducerRecord<>(topic, null, event.path("key").asString(""), value, all), (record, e) -> {
                        if (e != null) {
                            failure.compareAndSet(null, e);
                        }
                    });
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
            throwOnFailure();
        }
        written++;
    }

    /** Waits until all in-sync replicas have everything that was written. */
    void flush() {
        producer.flush();
        throwOnFailure();
    }

    private void throwOnFailure() {
        Exception first = failure.get();
        if (first != null) {
            throw new CliException(
                    "not all events could be written into %s: %s; run the command again when the cause is fixed, it goes on where it ended"
                            .formatted(topic, CliException.reason(first)),
                    first);
        }
    }

    long written() {
        return written;
    }

    long skipped() {
        return skipped;
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(failure.get() == null ? 30 : 0));
    }
}
