package io.caseline.gateway.replies;

import io.caseline.schemas.Topic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;

/** The partitions of the reply topics, assigned to one consumer without a group. */
final class ReplyPartitions {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final List<Topic> TOPICS = List.of(Topic.CASES_REPLIES, Topic.TELLERS_REPLIES);

    private final Consumer<?, ?> consumer;

    ReplyPartitions(Consumer<?, ?> consumer) {
        this.consumer = consumer;
    }

    /**
     * Starts at the current ends: no caller waits for an earlier reply.
     *
     * @throws IllegalStateException if a topic is missing
     */
    void assignAtEnds() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (Topic topic : TOPICS) {
            Set<TopicPartition> found = find(topic);
            if (found.isEmpty()) {
                throw new IllegalStateException(topic.topicName() + " does not exist");
            }
            partitions.addAll(found);
        }
        consumer.assign(partitions);
        consumer.endOffsets(partitions, TIMEOUT).forEach(consumer::seek);
    }

    /**
     * Adds new partitions from their beginning: replies may have been sent there before this gateway noticed them. Drops
     * partitions that no longer exist, but keeps those of a topic that is missing at the moment.
     */
    void refresh() {
        Set<TopicPartition> assigned = consumer.assignment();
        Set<TopicPartition> present = TOPICS.stream()
                .flatMap(topic -> presentOrAssigned(topic, assigned))
                .collect(Collectors.toSet());
        if (present.equals(assigned)) {
            return;
        }
        Set<TopicPartition> added = new HashSet<>(present);
        added.removeAll(assigned);
        consumer.assign(present);
        consumer.seekToBeginning(added);
    }

    private Stream<TopicPartition> presentOrAssigned(Topic topic, Set<TopicPartition> assigned) {
        Set<TopicPartition> found = find(topic);
        return found.isEmpty()
                ? assigned.stream().filter(partition -> partition.topic().equals(topic.topicName()))
                : found.stream();
    }

    private Set<TopicPartition> find(Topic topic) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic.topicName(), TIMEOUT);
        return Objects.requireNonNullElse(partitions, List.<PartitionInfo>of()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .collect(Collectors.toSet());
    }
}
