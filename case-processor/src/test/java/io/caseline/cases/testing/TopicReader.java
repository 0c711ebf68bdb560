package io.caseline.cases.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;

/** Reads a topic once and for all tests, as a read-committed subscriber does, and keeps what it has read. */
final class TopicReader {
    private static final Map<String, TopicReader> READERS = new ConcurrentHashMap<>();

    private final Consumer<String, Object> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, List<ConsumerRecord<String, Object>>> byKey = new HashMap<>();

    private TopicReader(String topic, Consumer<String, Object> consumer) {
        this.consumer = consumer;
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    static TopicReader of(String topic, ConsumerFactory<String, Object> consumers) {
        return READERS.computeIfAbsent(
                topic, name -> new TopicReader(name, consumers.createConsumer("test-" + UUID.randomUUID(), "")));
    }

    /** Reads on to the end of what is committed by now; then gives the records with these keys, in their order. */
    synchronized List<ConsumerRecord<String, Object>> read(Collection<String> keys) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(50))
                    .forEach(record -> byKey.computeIfAbsent(record.key(), key -> new ArrayList<>())
                            .add(record));
        }
        return Set.copyOf(keys).stream()
                .flatMap(key -> byKey.getOrDefault(key, List.of()).stream())
                .toList();
    }
}
