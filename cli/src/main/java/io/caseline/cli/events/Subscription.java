package io.caseline.cli.events;

import io.caseline.cli.KafkaConnection;
import io.caseline.schemas.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/** Reads events as they arrive, without a consumer group: it commits nothing and causes no rebalance. */
final class Subscription implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** How soon partitions that are added to the topic are read, too. */
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(3);

    private final Consumer<String, SpecificRecord> consumer;
    private final Topic topic;
    private final PrintWriter out;
    private final PrintWriter errors;
    private final KafkaWatch watch;
    private boolean registryFails;
    private long partitionsSeen = System.nanoTime();

    /**
     * @param out gets each event as a line
     * @param errors gets a line for each event that cannot be deserialized, and when Kafka is unavailable
     * @throws io.caseline.cli.CliException if Kafka or the registry is unavailable, or the topic does not exist
     */
    Subscription(KafkaConnection kafka, Topic topic, StartPosition from, PrintWriter out, PrintWriter errors)
            throws InterruptedException {
        kafka.check(topic);
        Map<String, Object> settings = kafka.consumer();
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, LOOK_FOR_PARTITIONS.toMillis());
        this.consumer = new KafkaConsumer<>(settings);
        this.topic = topic;
        this.out = out;
        this.errors = errors;
        this.watch = new KafkaWatch(kafka.bootstrapServers(), this::received, System::nanoTime, errors::println);
        consumer.assign(partitions());
        from.seek(consumer);
    }

    /**
     * Prints events until the maximum or the present end is reached, nobody reads the output any more, or {@link #stop} is
     * called.
     *
     * @param format makes a line of an event
     */
    void print(
            Predicate<SpecificRecord> filter,
            Function<ConsumerRecord<String, SpecificRecord>, String> format,
            long max,
            boolean untilEnd) {
        long printed = 0;
        try {
            Map<TopicPartition, Long> ends = untilEnd ? consumer.endOffsets(consumer.assignment()) : Map.of();
            while (!(untilEnd && isAt(ends))) {
                for (ConsumerRecord<String, SpecificRecord> record : poll()) {
                    if (!filter.test(record.value())) {
                        continue;
                    }
                    out.println(format.apply(record));
                    printed++;
                    if (printed == max || out.checkError()) {
                        return;
                    }
                }
                watch.look();
                addPartitions();
            }
        } catch (WakeupException e) {
            return; // stopped
        }
    }

    /** Ends {@link #print}, from another thread. */
    void stop() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private Iterable<ConsumerRecord<String, SpecificRecord>> poll() {
        try {
            Iterable<ConsumerRecord<String, SpecificRecord>> records = consumer.poll(POLL);
            registryFails = false;
            return records;
        } catch (RecordDeserializationException e) {
            if (isRegistryFailure(e)) {
                if (!registryFails) {
                    errors.println("caseline: the schema registry does not respond; waiting for it");
                }
                registryFails = true;
                consumer.seek(e.topicPartition(), e.offset());
            } else {
                errors.printf("%s@%d cannot be deserialized and is skipped%n", e.topicPartition(), e.offset());
                consumer.seek(e.topicPartition(), e.offset() + 1);
            }
            return List.of();
        }
    }

    private static boolean isRegistryFailure(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }

    /** A partition that is added while this runs is read from its beginning. */
    private void addPartitions() {
        if (System.nanoTime() - partitionsSeen < LOOK_FOR_PARTITIONS.toNanos()) {
            return;
        }
        partitionsSeen = System.nanoTime();
        Set<TopicPartition> added = new HashSet<>(partitions());
        added.removeAll(consumer.assignment());
        if (!added.isEmpty()) {
            Set<TopicPartition> all = new HashSet<>(consumer.assignment());
            all.addAll(added);
            consumer.assign(all);
            consumer.seekToBeginning(added);
        }
    }

    private Collection<TopicPartition> partitions() {
        try {
            List<PartitionInfo> found = consumer.partitionsFor(topic.topicName(), TIMEOUT);
            return Objects.requireNonNullElse(found, List.<PartitionInfo>of()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .collect(Collectors.toSet());
        } catch (TimeoutException e) {
            return Set.of(); // Kafka is unavailable; the next look finds them
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Bytes that have come from the brokers. */
    private long received() {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("incoming-byte-total")
                        && metric.getKey().group().equals("consumer-metrics"))
                .map(Map.Entry::getValue)
                .map(Metric::metricValue)
                .mapToLong(value -> ((Number) value).longValue())
                .sum();
    }
}
