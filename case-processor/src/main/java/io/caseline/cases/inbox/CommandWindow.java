package io.caseline.cases.inbox;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.messages.SubmitCase;
import io.caseline.messaging.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The commands whose records are of a time, in batches. */
public final class CommandWindow implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(500);

    /** Times of records are the gateways': they are in order up to the difference of their clocks. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private final Consumer<String, SubmitCase> consumer;
    private final Instant from;
    private final Instant to;
    private final @Nullable Instant logStartsAt;

    /** Where to stop, for each partition that is not read to its end. */
    private final Map<TopicPartition, Long> ends;

    private CommandWindow(
            Consumer<String, SubmitCase> consumer,
            Instant from,
            Instant to,
            @Nullable Instant logStartsAt,
            Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.from = from;
        this.to = to;
        this.logStartsAt = logStartsAt;
        this.ends = ends;
    }

    /** @param handled next offset of each partition: nothing is read from there on */
    static CommandWindow open(
            Consumer<String, SubmitCase> consumer,
            String topic,
            Map<TopicPartition, Long> handled,
            Instant from,
            Instant to) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic, TIMEOUT).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions, TIMEOUT);
        Map<TopicPartition, Long> logEnds = consumer.endOffsets(partitions, TIMEOUT);
        Map<TopicPartition, @Nullable OffsetAndTimestamp> first = offsets(consumer, partitions, from);
        Map<TopicPartition, @Nullable OffsetAndTimestamp> behind =
                offsets(consumer, partitions, to.plus(CLOCK_DIFFERENCE));
        Map<TopicPartition, Long> ends = new HashMap<>();
        Instant logStartsAt = null;
        for (TopicPartition partition : partitions) {
            long beginning = Objects.requireNonNull(beginnings.get(partition));
            long logEnd = Objects.requireNonNull(logEnds.get(partition));
            OffsetAndTimestamp start = first.get(partition);
            if (beginning > 0 && (start == null ? beginning == logEnd : start.offset() == beginning)) {
                Instant time = start == null ? to : Instant.ofEpochMilli(start.timestamp());
                logStartsAt = logStartsAt == null || time.isAfter(logStartsAt) ? time : logStartsAt;
            }
            OffsetAndTimestamp stop = behind.get(partition);
            long end = Math.min(handled.getOrDefault(partition, 0L), stop == null ? logEnd : stop.offset());
            if (start != null && start.offset() < end) {
                ends.put(partition, end);
            }
        }
        consumer.assign(ends.keySet());
        ends.keySet()
                .forEach(partition -> consumer.seek(
                        partition, Objects.requireNonNull(first.get(partition)).offset()));
        return new CommandWindow(consumer, from, to, logStartsAt, ends);
    }

    private static Map<TopicPartition, @Nullable OffsetAndTimestamp> offsets(
            Consumer<?, ?> consumer, List<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, time.toEpochMilli()));
        return consumer.offsetsForTimes(times, TIMEOUT);
    }

    /**
     * The time of the first record of a partition whose log starts within the window, as Kafka has deleted what was before;
     * the latest one of several partitions. Commands before that time may be missing.
     */
    public Optional<Instant> logStartsAt() {
        return Optional.ofNullable(logStartsAt);
    }

    public boolean isAtEnd() {
        return ends.isEmpty();
    }

    /**
     * The next commands, or none if they take longer. After an exception the same ones come again.
     *
     * @throws io.caseline.schemas.registry.SchemaRegistryUnavailableException if their schema could not be looked up
     */
    public List<CaseCommand> next() {
        if (isAtEnd()) {
            return List.of();
        }
        ConsumerRecords<String, SubmitCase> records = consumer.poll(POLL);
        try {
            List<CaseCommand> commands = commands(records);
            stopAtEnds();
            return commands;
        } catch (RuntimeException e) {
            records.partitions()
                    .forEach(partition -> consumer.seek(
                            partition, records.records(partition).getFirst().offset()));
            throw e;
        }
    }

    private List<CaseCommand> commands(ConsumerRecords<String, SubmitCase> records) {
        List<ConsumerRecord<String, SubmitCase>> within = new ArrayList<>();
        records.forEach(record -> {
            Instant time = Instant.ofEpochMilli(record.timestamp());
            long end = Objects.requireNonNull(ends.get(new TopicPartition(record.topic(), record.partition())));
            if (record.offset() < end && !time.isBefore(from) && time.isBefore(to)) {
                within.add(record);
            }
        });
        return DeadLetters.readable(within, SubmitCase.class).stream()
                .map(CommandReader::command)
                .toList();
    }

    private void stopAtEnds() {
        if (ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue())) {
            consumer.assign(ends.keySet());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
