package io.caseline.local.events;

import io.caseline.local.parts.Messaging;
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

/** Reads the events of a topic as they come. It has no consumer group: it takes part in nothing and leaves no trace. */
public final class Subscription implements AutoCloseable {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final KafkaConsumer<String, SpecificRecord> consumer;
    private final Consumer<String> out;
    private final Consumer<String> errors;
    private final boolean json;

    /**
     * @param out for the events, one line each
     * @param errors for what no schema reads
     * @param json whether a line is JSON instead of columns
     * @throws io.caseline.local.parts.Refusal if Kafka or the registry is away, or the topic is not there
     */
    public Subscription(
            Messaging messaging, Topic topic, From from, boolean json, Consumer<String> out, Consumer<String> errors)
            throws InterruptedException {
        messaging.check(topic);
        this.consumer = new KafkaConsumer<>(messaging.consumer());
        this.json = json;
        this.out = out;
        this.errors = errors;
        consumer.assign(IntStream.range(0, Topic.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.topicName(), partition))
                .toList());
        from.seek(consumer);
    }

    /**
     * Prints events until there were so many, or all that were there at the start, or {@link #stop} is called.
     *
     * @return how many were printed
     */
    public long print(long max, boolean untilEnd) {
        long printed = 0;
        try {
            Map<TopicPartition, Long> ends = untilEnd ? consumer.endOffsets(consumer.assignment()) : Map.of();
            while (printed < max && !(untilEnd && isAt(ends))) {
                for (ConsumerRecord<String, SpecificRecord> record : poll()) {
                    if (printed < max) {
                        out.accept(json ? Lines.json(record) : Lines.columns(record.value()));
                        printed++;
                    }
                }
            }
        } catch (WakeupException e) {
            return printed; // asked to stop
        }
        return printed;
    }

    /** Ends {@link #print}, from another thread. */
    public void stop() {
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
            errors.accept("%s@%d cannot be read, and is left out".formatted(e.topicPartition(), e.offset()));
            consumer.seek(e.topicPartition(), e.offset() + 1);
            return List.of();
        }
    }

    private boolean isAt(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
