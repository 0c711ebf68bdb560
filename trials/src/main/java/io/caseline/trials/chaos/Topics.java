package io.caseline.trials.chaos;

import io.caseline.cli.KafkaConnection;
import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.RecordDeserializationException;

/** Reads and changes topics. */
final class Topics {

    static final Comparator<TopicPartition> BY_PARTITION = Comparator.comparingInt(TopicPartition::partition);

    private static final long POLL_MILLIS = 500;
    private static final Duration LONGEST_OUTAGE = Duration.ofSeconds(60);
    private static final Duration LONGEST_DELETION = Duration.ofSeconds(60);

    private final KafkaConnection messaging;

    Topics(KafkaConnection messaging) {
        this.messaging = messaging;
    }

    /** All records of a topic up to its present end, as a subscriber with this isolation level reads them. */
    <V> List<ConsumerRecord<String, V>> read(String topic, IsolationLevel isolation) {
        Map<String, Object> settings = messaging.consumer();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        List<ConsumerRecord<String, V>> records = new ArrayList<>();
        KafkaConnection.<String, V>readToEnd(
                topic, settings, consumer -> poll(consumer).forEach(records::add));
        return records;
    }

    /** A registry whose database was killed a moment ago may refuse to name a schema; the record comes again then. */
    private static <V> ConsumerRecords<String, V> poll(KafkaConsumer<String, V> consumer) {
        long deadline = System.nanoTime() + LONGEST_OUTAGE.toNanos();
        while (true) {
            try {
                return consumer.poll(Duration.ofSeconds(1));
            } catch (RecordDeserializationException e) {
                if (!(e.getCause() instanceof SchemaRegistryUnavailableException) || System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(Duration.ofMillis(POLL_MILLIS).toNanos());
            }
        }
    }

    /** The end offsets of a dead-letter topic, a line for each partition that is not empty. */
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
            return List.of("Kafka did not respond: " + e.getMessage());
        }
    }

    /** A line for each partition that has records beyond these positions. */
    List<String> notTaken(Topic topic, Map<TopicPartition, Long> positions) throws InterruptedException {
        try (Admin admin = messaging.admin()) {
            List<String> lines = new ArrayList<>();
            ends(admin, topic.topicName(), IsolationLevel.READ_UNCOMMITTED).forEach((partition, end) -> {
                long position = positions.getOrDefault(partition, 0L);
                if (position < end) {
                    lines.add("%s is processed up to %d of %d".formatted(partition, position, end));
                }
            });
            return lines;
        } catch (ExecutionException | KafkaException e) {
            return List.of("Kafka did not respond: " + e.getMessage());
        }
    }

    /** A line for each partition with an open transaction. */
    List<String> openTransactions(Topic topic) throws InterruptedException {
        try (Admin admin = messaging.admin()) {
            List<String> lines = new ArrayList<>();
            Map<TopicPartition, Long> written = ends(admin, topic.topicName(), IsolationLevel.READ_UNCOMMITTED);
            ends(admin, topic.topicName(), IsolationLevel.READ_COMMITTED).forEach((partition, stable) -> {
                if (!stable.equals(written.get(partition))) {
                    lines.add("a transaction is open over %s at %d".formatted(partition, stable));
                }
            });
            return lines;
        } catch (ExecutionException | KafkaException e) {
            return List.of("Kafka did not respond: " + e.getMessage());
        }
    }

    /** Deletes the records before these offsets. Returns the number of deleted records. */
    long deleteBefore(Map<TopicPartition, Long> offsets) throws InterruptedException {
        try (Admin admin = messaging.admin()) {
            long deleted = 0;
            for (var begin : begins(admin, offsets.keySet()).entrySet()) {
                deleted += Math.max(0, offsets.getOrDefault(begin.getKey(), 0L) - begin.getValue());
            }
            Map<TopicPartition, RecordsToDelete> records = new HashMap<>();
            offsets.forEach((partition, offset) -> records.put(partition, RecordsToDelete.beforeOffset(offset)));
            admin.deleteRecords(records).all().get();
            return deleted;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not delete the commands", e);
        }
    }

    /** Deletes groups, and waits until their members are considered dead. */
    void deleteGroups(List<String> groups) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_DELETION.toNanos();
        try (Admin admin = messaging.admin()) {
            while (true) {
                try {
                    admin.deleteConsumerGroups(groups).all().get();
                    return;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof GroupIdNotFoundException) {
                        return;
                    }
                    if (!(e.getCause() instanceof GroupNotEmptyException) || System.nanoTime() > deadline) {
                        throw new IllegalStateException("Kafka did not delete the groups " + groups, e);
                    }
                    Thread.sleep(POLL_MILLIS);
                }
            }
        }
    }

    private static Map<TopicPartition, Long> begins(Admin admin, Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        var offsets = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.earliest())));
        Map<TopicPartition, Long> begins = new HashMap<>();
        for (TopicPartition partition : partitions) {
            begins.put(partition, offsets.partitionResult(partition).get().offset());
        }
        return begins;
    }

    private static Map<TopicPartition, Long> ends(Admin admin, String topic, IsolationLevel isolation)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        var offsets = admin.listOffsets(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())),
                new ListOffsetsOptions(isolation));
        Map<TopicPartition, Long> ends = new TreeMap<>(BY_PARTITION);
        for (TopicPartition partition : partitions) {
            ends.put(partition, offsets.partitionResult(partition).get().offset());
        }
        return ends;
    }
}
