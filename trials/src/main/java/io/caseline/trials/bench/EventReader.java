package io.caseline.trials.bench;

import io.caseline.cli.CliException;
import io.caseline.cli.KafkaConnection;
import io.caseline.trials.EventTypes;
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

/** A read-committed subscriber from now on, which remembers the outcomes of its events. */
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
        partitions.forEach(consumer::position); // otherwise the first poll would seek
    }

    /**
     * Reads until this number of different outcomes has arrived since the start.
     *
     * @param onArrival gets their number whenever it has increased
     * @param check is called regularly, and throws if waiting is pointless
     * @throws CliException if none arrives for a long time
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
                throw new CliException("no event on %s for %d s, with %d of %d received"
                        .formatted(topic, TIMEOUT.toSeconds(), outcomes.size(), number));
            }
        }
    }

    /** @param onDelay gets the time from the outcome to the arrival of each event */
    void poll(Consumer<Duration> onDelay) {
        consumer.poll(POLL).forEach(event -> {
            if (!EventTypes.isOutcome(attribute("ce_type", event))) {
                return;
            }
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

    /** The value of the last event. */
    byte[] lastValue() {
        return lastValue.clone();
    }

    /** Events whose correlation id had an event already. */
    int repeats() {
        return repeats;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
