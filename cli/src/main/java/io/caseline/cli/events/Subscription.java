package io.caseline.cli.events;

import io.caseline.cli.KafkaConnection;
import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.WakeupException;

/** Reads events as they arrive, without a consumer group: it commits nothing and causes no rebalance. */
final class Subscription implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final Consumer<String> out;
    private final Consumer<String> errors;
    private final boolean json;

    /**
     * @param out gets each event as a line
     * @param errors gets a line for each event that cannot be deserialized
     * @param json whether a line is JSON instead of columns
     * @throws io.caseline.cli.CliException if Kafka or the registry is unavailable, or the topic does not exist
     */
    Subscription(
            KafkaConnection kafka,
            Topic topic,
            StartPosition from,
            boolean json,
            Consumer<String> out,
            Consumer<String> errors)
            throws InterruptedException {
        kafka.check(topic);
        this.consumer = new KafkaConsumer<>(kafka.consumer());
        this.json = json;
        this.out = out;
        this.errors = errors;
        consumer.assign(IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .toList());
        from.seek(consumer);
    }

    /**
     * Prints events until the maximum or the present end is reached, or {@link #stop} is called.
     *
     * @return the number of printed events
     */
    long print(long max, boolean untilEnd) {
        long printed = 0;
        try {
            Map<TopicPartition, Long> ends = untilEnd ? consumer.endOffsets(consumer.assignment()) : Map.of();
            while (printed < max && !(untilEnd && isAt(ends))) {
                for (ConsumerRecord<String, SpecificRecord> record : poll()) {
                    if (printed < max) {
                        out.accept(json ? EventFormatter.json(record) : EventFormatter.columns(record.value()));
                        printed++;
                    }
                }
            }
        } catch (WakeupException e) {
            return printed; // stopped
        }
        return printed;
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
            return consumer.poll(POLL);
        } catch (RecordDeserializationException e) {
            errors.accept("%s@%d cannot be deserialized and is skipped".formatted(e.topicPartition(), e.offset()));
            consumer.seek(e.topicPartition(), e.offset() + 1);
            return List.of();
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
