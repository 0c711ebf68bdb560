package io.caseline.schemas.messaging;

import io.caseline.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.log.LogAccessor;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.kafka.support.serializer.DeserializationException;
import org.springframework.kafka.support.serializer.SerializationUtils;

/**
 * Sends the records that no schema reads to their topic's dead letters, within the listener's transaction, with the
 * original bytes and headers, the position, and the reason.
 */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final LogAccessor accessor = new LogAccessor(DeadLetters.class);

    private final DeadLetterPublishingRecoverer recoverer;
    private final MeterRegistry meters;

    DeadLetters(KafkaOperations<?, ?> template, MeterRegistry meters) {
        this.meters = meters;
        recoverer = new DeadLetterPublishingRecoverer(
                template, (record, e) -> new TopicPartition(record.topic() + Topic.Names.DEAD_LETTERS, -1));
        recoverer.excludeHeader(HeadersToAdd.EX_STACKTRACE);
        recoverer.setFailIfSendResultIsError(true);
    }

    /**
     * The records whose value is such a message, in their order; the others are dead-lettered. A tombstone is a message
     * of a compacted topic.
     *
     * @throws IllegalStateException if the registry could not be asked, so that nothing can be said of the record:
     *     the batch is to be read again
     */
    public <V> List<ConsumerRecord<String, V>> setAside(List<ConsumerRecord<String, V>> records, Class<V> message) {
        List<ConsumerRecord<String, V>> readable = new ArrayList<>(records.size());
        for (ConsumerRecord<String, V> record : records) {
            Exception reason = unreadable(record, message);
            if (reason == null) {
                readable.add(record);
                continue;
            }
            setAside(record, reason);
        }
        return readable;
    }

    /**
     * Dead-letters one record that its schema reads.
     *
     * @param reason what is wrong with it, without a word of what it holds
     */
    public void setAside(ConsumerRecord<?, ?> record, String reason) {
        setAside(record, new IllegalArgumentException(reason));
    }

    private void setAside(ConsumerRecord<?, ?> record, Exception reason) {
        log.warn("Dead letter: {} {}", position(record), reason.getMessage());
        recoverer.accept(record, reason);
        meters.counter("caseline.dead.letters", "topic", record.topic()).increment();
    }

    /** The same records, where another listener of the topic sets the others aside. */
    public static <V> List<ConsumerRecord<String, V>> readable(
            List<ConsumerRecord<String, V>> records, Class<V> message) {
        return records.stream()
                .filter(record -> unreadable(record, message) == null)
                .toList();
    }

    private static @Nullable Exception unreadable(ConsumerRecord<?, ?> record, Class<?> message) {
        Object value = record.value();
        if (value != null) {
            return message.isInstance(value)
                    ? null
                    : new IllegalArgumentException(
                            "a " + value.getClass().getSimpleName() + " is no " + message.getSimpleName());
        }
        DeserializationException e = SerializationUtils.getExceptionFromHeader(
                record, KafkaUtils.VALUE_DESERIALIZER_EXCEPTION_HEADER, accessor);
        if (e == null) {
            return Topic.Names.TELLERS_DIRECTORY.equals(record.topic())
                    ? null
                    : new IllegalArgumentException("a record without a value");
        }
        if (NestedExceptionUtils.getMostSpecificCause(e) instanceof IOException) {
            throw new IllegalStateException("The schema of " + position(record) + " could not be looked up", e);
        }
        return e;
    }

    private static String position(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
