package io.caseline.messaging;

import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;

/** An order for partitions: all transactions lock them in the same one. */
final class TopicPartitions {
    static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private TopicPartitions() {}
}
