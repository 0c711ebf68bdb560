package io.caseline.cli.events;

import io.caseline.cli.CliException;
import io.caseline.cli.TimeConverter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.TypeConversionException;

/** Where a subscription starts. */
sealed interface StartPosition {

    /** The oldest event in Kafka. */
    record Beginning() implements StartPosition {}

    /** The first event after now. */
    record Latest() implements StartPosition {}

    /** The first event written at this time or later. */
    record Since(Instant time) implements StartPosition {}

    /** This offset of each partition, or the nearest existing one. */
    record Offset(long offset) implements StartPosition {}

    /** Parses {@code beginning}, {@code latest}, {@code 1200} or a time as {@link TimeConverter} reads it. */
    static StartPosition of(String text) {
        return of(text, InstantSource.system());
    }

    static StartPosition of(String text, InstantSource clock) {
        if (text.equals("beginning")) {
            return new Beginning();
        }
        if (text.equals("latest")) {
            return new Latest();
        }
        try {
            return text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? new Offset(Long.parseLong(text))
                    : new Since(new TimeConverter(clock).convert(text));
        } catch (NumberFormatException | TypeConversionException e) {
            throw new CliException(
                    ("--from must be beginning, latest, a time such as 2026-01-09T13:25:45Z or 2026-01-09, 90m, 2h, 7d or"
                                    + " PT2H for so long ago, or an offset, but is \"%s\"")
                            .formatted(text),
                    e);
        }
    }

    /** Seeks in each assigned partition. */
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
