package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads events from now on, as any read-committed subscriber does, and knows which outcomes have come. */
final class EventReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final Set<UUID> outcomes = new HashSet<>();
    private byte[] lastValue = {};
    private int repeats;

    EventReader(KafkaConnection kafka, String topic) {
        this.topic = topic;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka.bootstrapServers(),
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position); // or the seek would be made by the first poll
    }

    /**
     * Reads until so many different outcomes have come since the start.
     *
     * @param onArrival gets their number whenever some have come
     * @param check is called now and then, and throws if there is nothing to wait for any more
     * @throws CliException if none comes for a long time
     */
    void await(int number, IntConsumer onArrival, Runnable check) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (outcomes.size() < number) {
            int before = outcomes.size();
            poll(delay -> {});
            if (outcomes.size() > before) {
                deadline = System.nanoTime() + TIMEOUT.toNanos();
                onArrival.accept(outcomes.size());
            }
            check.run();
            if (System.nanoTime() > deadline) {
                throw new CliException("no event on %s for %d s, and %d of %d have come"
                        .formatted(topic, TIMEOUT.toSeconds(), outcomes.size(), number));
            }
        }
    }

    /** @param onDelay gets how long after its outcome each event could be read */
    void poll(Consumer<Duration> onDelay) {
        consumer.poll(POLL).forEach(event -> {
            onDelay.accept(Duration.between(Instant.parse(attribute("ce_time", event)), Instant.now()));
            lastValue = event.value();
            if (!outcomes.add(UUID.fromString(attribute("ce_subject", event)))) {
                repeats++;
            }
        });
    }

    private static String attribute(String name, ConsumerRecord<byte[], byte[]> event) {
        return new String(event.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Ends a poll in another thread with a {@link org.apache.kafka.common.errors.WakeupException}. */
    void wakeUp() {
        consumer.wakeup();
    }

    /** The correlation ids of the events. */
    Set<UUID> outcomes() {
        return outcomes;
    }

    /** The bytes of an event. */
    byte[] lastValue() {
        return lastValue.clone();
    }

    /** Events of a correlation id that had one already. */
    int repeats() {
        return repeats;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
