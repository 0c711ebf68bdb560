package io.caseline.messaging;

import io.caseline.schemas.Topic;
import io.caseline.schemas.registry.SchemaRegistryUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.log.LogAccessor;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.HeaderNames.HeadersToAdd;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer.SingleRecordHeader;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.kafka.support.serializer.DeserializationException;
import org.springframework.kafka.support.serializer.SerializationUtils;

/**
 * Sends records that cannot be read or handled to their topic's dead letters, with the original bytes and headers, the
 * position, and the reason. Returns when the brokers have them; if the listener then fails, its batch is read again, and
 * they are sent again.
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
        recoverer.addHeadersFunction((record, e) -> reason(e));
    }

    /** In place of the message that Spring gives each failed deserialization. */
    private static Headers reason(Exception e) {
        return new RecordHeaders()
                .add(new SingleRecordHeader(
                        KafkaHeaders.DLT_EXCEPTION_MESSAGE,
                        String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Sends the records whose value is not such a message. Listeners call this right before they commit, so that a batch
     * that is tried again does not send its dead letters each time.
     *
     * @throws SchemaRegistryUnavailableException if the schema of one could not be looked up: none is sent, and the batch
     *     must be read again
     */
    public <V> void sendUnreadable(List<ConsumerRecord<String, V>> records, Class<V> message) {
        unreadable(records, message).forEach(this::send);
    }

    /**
     * Sends one record that can be read, but not handled.
     *
     * @param reason what is wrong with it; contains nothing of its content
     */
    public void send(ConsumerRecord<?, ?> record, String reason) {
        send(record, new IllegalArgumentException(reason));
    }

    private void send(ConsumerRecord<?, ?> record, Exception reason) {
        recoverer.accept(record, reason);
        log.warn("Sent {} to the dead letters: {}", position(record), reason.getMessage());
        meters.counter("caseline.dead.letters", "topic", record.topic()).increment();
    }

    /**
     * The records whose value is such a message, in their order. A tombstone is a message of a compacted topic.
     *
     * @throws SchemaRegistryUnavailableException if the schema of one could not be looked up
     */
    public static <V> List<ConsumerRecord<String, V>> readable(
            List<ConsumerRecord<String, V>> records, Class<V> message) {
        Map<ConsumerRecord<String, V>, Exception> unreadable = unreadable(records, message);
        return records.stream()
                .filter(record -> !unreadable.containsKey(record))
                .toList();
    }

    private static <V> Map<ConsumerRecord<String, V>, Exception> unreadable(
            List<ConsumerRecord<String, V>> records, Class<V> message) {
        Map<ConsumerRecord<String, V>, Exception> unreadable = new LinkedHashMap<>();
        for (ConsumerRecord<String, V> record : records) {
            Exception reason = unreadable(record, message);
            if (reason != null) {
                unreadable.put(record, reason);
            }
        }
        return unreadable;
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
        if (e.getCause() instanceof SchemaRegistryUnavailableException unavailable) {
            throw unavailable;
        }
        return e.getCause() instanceof Exception reason ? reason : e;
    }

    private static String position(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }
}
