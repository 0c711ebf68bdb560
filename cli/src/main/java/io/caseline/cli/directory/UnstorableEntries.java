package io.caseline.cli.directory;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import io.caseline.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The entries of one load that teller-processor cannot store and sends to the dead-letter topic. They are recognized by
 * headers that each entry is sent with and that its dead letter keeps.
 */
final class UnstorableEntries {

    private static final String LOAD = "caseline-load";
    private static final String LINE = "caseline-line";
    private static final String REASON = "kafka_dlt-exception-message";
    private static final String TOPIC = Topic.TELLERS_DIRECTORY_DEAD.topicName();
    private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

    /** @param reason contains no value of the entry */
    record Entry(long line, String reason) {}

    private final KafkaConnection kafka;
    private final String load = UUID.randomUUID().toString();
    private final Map<TopicPartition, Long> before;

    /**
     * For a load that starts now.
     *
     * @throws CliException if Kafka does not respond
     */
    UnstorableEntries(KafkaConnection kafka) throws InterruptedException {
        this.kafka = kafka;
        this.before = ends();
    }

    /** The headers of an entry of this load. */
    List<Header> headers(long line) {
        return List.of(header(LOAD, load), header(LINE, Long.toString(line)));
    }

    /**
     * Reads the entries that could not be stored; complete once teller-processor has committed all offsets of the load.
     *
     * @return how many entries there are
     * @throws CliException if Kafka does not return them
     */
    long read(Consumer<Entry> entries) throws InterruptedException {
        Map<TopicPartition, Long> ends = ends();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings())) {
            consumer.assign(ends.keySet());
            ends.keySet().forEach(partition -> consumer.seek(partition, before.getOrDefault(partition, 0L)));
            long found = 0;
            long since = System.nanoTime();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> letter : consumer.poll(Duration.ofMillis(200))) {
                    since = System.nanoTime();
                    if (load.equals(text(letter.headers(), LOAD))) {
                        found++;
                        entries.accept(new Entry(
                                Long.parseLong(text(letter.headers(), LINE)), text(letter.headers(), REASON)));
                    }
                }
                if (System.nanoTime() - since > STALL_TIMEOUT.toNanos()) {
                    throw new CliException(
                            ("%s could not be read to its end for %d s; it is unknown whether teller-processor"
                                            + " stored all entries")
                                    .formatted(TOPIC, STALL_TIMEOUT.toSeconds()));
                }
            }
            return found;
        } catch (KafkaException e) {
            throw unknown(e);
        }
    }

    /** The end offsets of the dead-letter topic, including open transactions. */
    private Map<TopicPartition, Long> ends() throws InterruptedException {
        try (Admin admin = kafka.admin()) {
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            admin.describeTopics(List.of(TOPIC))
                    .allTopicNames()
                    .get()
                    .forEach((name, topic) -> topic.partitions()
                            .forEach(partition ->
                                    latest.put(new TopicPartition(name, partition.partition()), OffsetSpec.latest())));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw unknown(e.getCause() == null ? e : e.getCause());
        }
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        return settings;
    }

    private static CliException unknown(Throwable cause) {
        return new CliException(
                "Kafka did not return the entries that teller-processor could not store, see %s: %s"
                        .formatted(TOPIC, cause),
                cause);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
