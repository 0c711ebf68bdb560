package io.caseline.local.events;

import io.caseline.local.parts.Refusal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where a subscriber begins. */
public sealed interface From {

    /** The oldest event that Kafka still has. */
    record Beginning() implements From {}

    /** The first event after now. */
    record Latest() implements From {}

    /** The first event that was written then or later. */
    record Since(Instant time) implements From {}

    /** This offset of each partition, or the nearest one that there is. */
    record Offset(long offset) implements From {}

    /** Reads {@code beginning}, {@code latest}, {@code 2026-01-09T13:25:45Z} or {@code 1200}. */
    static From of(String text) {
        if (text.equals("beginning")) {
            return new Beginning();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? new Offset(Long.parseLong(text))
                    : new Since(OffsetDateTime.parse(text).toInstant());
        } catch (NumberFormatException | DateTimeException e) {
            throw new Refusal(
                    "--from is beginning, latest, a time such as 2026-01-09T13:25:45Z, or an offset, and not \"%s\""
                            .formatted(text),
                    e);
        }
    }

    /** Puts the consumer there, in each of the partitions that it is assigned. */
    default void seek(Consumer<?, ?> consumer) {
        Collection<TopicPartition> partitions = consumer.assignment();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> since = since(consumer, partitions);
        for (TopicPartition partition : partitions) {
            long first = Objects.requireNonNullElse(beginnings.get(partition), 0L);
            long end = Objects.requireNonNullElse(ends.get(partition), 0L);
            consumer.seek(
                    partition,
                    switch (this) {
                        case Beginning beginning -> first;
                        case Latest latest -> end;
                        case Since time -> since.getOrDefault(partition, end);
                        case Offset chosen -> Math.clamp(chosen.offset(), first, end);
                    });
        }
    }

    private Map<TopicPartition, Long> since(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (this instanceof Since since) {
            Map<TopicPartition, Long> times = new HashMap<>();
            partitions.forEach(partition -> times.put(partition, since.time().toEpochMilli()));
            consumer.offsetsForTimes(times).forEach((partition, found) -> {
                if (found != null) {
                    offsets.put(partition, found.offset());
                }
            });
        }
        return offsets;
    }
}
