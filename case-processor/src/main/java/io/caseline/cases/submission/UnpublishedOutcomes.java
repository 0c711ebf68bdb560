package io.caseline.cases.submission;

import io.caseline.cases.ledger.CommandPosition;
import io.caseline.schemas.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Outcomes of live traffic that the ledger has and no subscriber has seen yet. The offsets of commands are committed in
 * the transaction of their events, so the event of a command that its group is to read again is still to come.
 */
@Component
class UnpublishedOutcomes {
    private static final int LONGEST_SECONDS = 10;

    private final KafkaAdmin admin;

    /** As last seen; they only grow, so what was behind them once needs no question. */
    private final Map<TopicPartition, Long> committed = new ConcurrentHashMap<>();

    /** What waits for such an event is to be tried again later. */
    static final class StillToCome extends RuntimeException {
        StillToCome() {
            super("the event of a failed case that is replayed is still to come");
        }
    }

    UnpublishedOutcomes(KafkaAdmin admin) {
        this.admin = admin;
    }

    /**
     * Whether the event of one of these commands is still to come. Replays are left out: one replay of a case is read
     * after the other, by the same consumer.
     *
     * @throws IllegalStateException if the brokers do not say
     */
    boolean includeAnyOf(Collection<CommandPosition> commands) {
        List<CommandPosition> unsure = commands.stream()
                .filter(command -> command.topic().equals(Topic.Names.CASES_COMMANDS) && !isCommitted(command))
                .toList();
        if (unsure.isEmpty()) {
            return false;
        }
        // made for each question: made once, at the start, it would have to be there before the brokers are
        try (Admin brokers = Admin.create(admin.getConfigurationProperties())) {
            Map<TopicPartition, OffsetAndMetadata> offsets = get(
                    brokers.listConsumerGroupOffsets(SubmissionListener.GROUP).partitionsToOffsetAndMetadata());
            offsets.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
            List<CommandPosition> ahead =
                    unsure.stream().filter(command -> !isCommitted(command)).toList();
            return !ahead.isEmpty() && areAnyThere(ahead, brokers);
        }
    }

    private boolean isCommitted(CommandPosition command) {
        return command.offset() < committed.getOrDefault(partition(command), 0L);
    }

    /** A position that the topic no longer has, or not yet, is one of a topic that was there before. */
    private static boolean areAnyThere(Collection<CommandPosition> commands, Admin brokers) {
        Set<TopicPartition> partitions =
                commands.stream().map(UnpublishedOutcomes::partition).collect(Collectors.toSet());
        Map<TopicPartition, ListOffsetsResultInfo> first = offsets(partitions, OffsetSpec.earliest(), brokers);
        Map<TopicPartition, ListOffsetsResultInfo> end = offsets(partitions, OffsetSpec.latest(), brokers);
        return commands.stream()
                .anyMatch(command ->
                        offset(first, command) <= command.offset() && command.offset() < offset(end, command));
    }

    private static long offset(Map<TopicPartition, ListOffsetsResultInfo> offsets, CommandPosition command) {
        return Objects.requireNonNull(offsets.get(partition(command))).offset();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Set<TopicPartition> partitions, OffsetSpec which, Admin brokers) {
        return get(brokers.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), p -> which)))
                .all());
    }

    private static TopicPartition partition(CommandPosition command) {
        return new TopicPartition(command.topic(), command.partition());
    }

    private static <T> T get(KafkaFuture<T> answer) {
        try {
            return answer.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The brokers do not say how far " + SubmissionListener.GROUP + " is", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the brokers were asked; the batch comes again", e);
        }
    }
}
