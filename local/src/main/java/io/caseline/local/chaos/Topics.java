package io.caseline.local.chaos;

import io.caseline.local.parts.Messaging;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** What is on the topics, and how far it is read. */
final class Topics {

    private static final long POLL_MILLIS = 500;

    private final Messaging messaging;

    Topics(Messaging messaging) {
        this.messaging = messaging;
    }

    /** All that a subscriber with that isolation level gets from a topic, from its beginning to its present end. */
    <V> List<ConsumerRecord<String, V>> read(String topic, IsolationLevel isolation) {
        Map<String, Object> settings = messaging.consumer();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        try (KafkaConsumer<String, V> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
            }
        }
        return records;
    }

    /** The records that no schema read, each by its position. */
    List<String> deadLetters(Topic topic) throws InterruptedException {
        try (Admin admin = messaging.admin()) {
            List<String> letters = new ArrayList<>();
            ends(admin, topic.topicName(), IsolationLevel.READ_COMMITTED).forEach((partition, end) -> {
                if (end > 0) {
                    letters.add("%s to %d".formatted(partition, end));
                }
            });
            return letters;
        } catch (ExecutionException e) {
            return List.of("Kafka did not tell: " + e.getMessage());
        }
    }

    /**
     * Waits until the groups have read all commands, and no transaction is open over the events.
     *
     * @return what is still to be done when the time is over, a line each; empty if nothing is
     */
    List<String> awaitDrained(Trial.Lane lane, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<String> rest = rest(lane);
            if (rest.isEmpty() || System.nanoTime() > deadline) {
                return rest;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private List<String> rest(Trial.Lane lane) throws InterruptedException {
        try (Admin admin = messaging.admin()) {
            List<String> rest = new ArrayList<>();
            Map<TopicPartition, Long> ends = ends(admin, lane.commands(), IsolationLevel.READ_UNCOMMITTED);
            for (String group : lane.groups()) {
                var read = admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .get();
                ends.forEach((partition, end) -> {
                    var position = read.get(partition);
                    long done = position == null ? 0 : position.offset();
                    if (done < end) {
                        rest.add("%s has read %s to %d of %d".formatted(group, partition, done, end));
                    }
                });
            }
            Map<TopicPartition, Long> written = ends(admin, lane.events(), IsolationLevel.READ_UNCOMMITTED);
            ends(admin, lane.events(), IsolationLevel.READ_COMMITTED).forEach((partition, stable) -> {
                if (!stable.equals(written.get(partition))) {
                    rest.add("a transaction is open over %s at %d".formatted(partition, stable));
                }
            });
            return rest;
        } catch (ExecutionException | KafkaException e) {
            return List.of("Kafka did not tell: " + e.getMessage());
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        var offsets = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())),
                new ListOffsetsOptions(isolation));
        Map<TopicPartition, Long> ends =
                new TreeMap<>((one, other) -> Integer.compare(one.partition(), other.partition()));
        for (TopicPartition partition : partitions) {
            ends.put(partition, offsets.partitionResult(partition).get().offset());
        }
        return ends;
    }
}
