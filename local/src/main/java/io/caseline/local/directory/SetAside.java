package io.caseline.local.directory;

import io.caseline.local.parts.Messaging;
import io.caseline.local.parts.Refusal;
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
 * The entries of one load that teller-processor cannot keep, and has sent to the dead letters. It knows them by the
 * headers that it gives each entry, which a dead letter has still.
 */
final class SetAside {

    private static final String LOAD = "caseline-load";
    private static final String LINE = "caseline-line";
    private static final String REASON = "kafka_dlt-exception-message";
    private static final String TOPIC = Topic.TELLERS_DIRECTORY_DEAD.topicName();
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);

    /** @param reason without a word of what the entry holds */
    record Entry(long line, String reason) {}

    private final Messaging messaging;
    private final String load = UUID.randomUUID().toString();
    private final Map<TopicPartition, Long> before;

    /**
     * For a load that begins now.
     *
     * @throws Refusal if Kafka does not answer
     */
    SetAside(Messaging messaging) throws InterruptedException {
        this.messaging = messaging;
        this.before = ends();
    }

    /** What an entry of this load is to be sent with. */
    List<Header> headers(long line) {
        return List.of(header(LOAD, load), header(LINE, Long.toString(line)));
    }

    /**
     * Reads what was set aside of the load. To be asked when teller-processor has committed all of it.
     *
     * @return how many entries there were
     * @throws Refusal if Kafka does not let them be read
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
                if (System.nanoTime() - since > LONGEST_STANDSTILL.toNanos()) {
                    throw new Refusal("%s could not be read to its end for %d s; whether teller-processor took all of"
                                    .formatted(TOPIC, LONGEST_STANDSTILL.toSeconds())
                            + " the directory is not known");
                }
            }
            return found;
        } catch (KafkaException e) {
            throw unknown(e);
        }
    }

    /** Where the dead letters end, those of open transactions included. */
    private Map<TopicPartition, Long> ends() throws InterruptedException {
        try (Admin admin = messaging.admin()) {
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
        Map<String, Object> settings = messaging.consumer();
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        return settings;
    }

    private static Refusal unknown(Throwable cause) {
        return new Refusal(
                "Kafka did not tell what teller-processor could not keep, see %s: %s".formatted(TOPIC, cause), cause);
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
