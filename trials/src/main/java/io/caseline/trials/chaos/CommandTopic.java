package io.caseline.trials.chaos;

import io.caseline.schemas.Topic;
import io.caseline.trials.Database;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** The commands of a topic, including deleted ones, and the positions of the processor. */
final class CommandTopic<V extends SpecificRecord> {

    private final Topic topic;
    private final Topics topics;
    private final Database database;
    private final Map<String, ConsumerRecord<String, V>> known = new TreeMap<>();
    private long deleted;

    CommandTopic(Topic topic, Topics topics, Database database) {
        this.topic = topic;
        this.topics = topics;
        this.database = database;
    }

    Topic topic() {
        return topic;
    }

    /** All commands that have ever been on the topic. */
    Collection<ConsumerRecord<String, V>> all() {
        topics.<V>read(topic.topicName(), IsolationLevel.READ_COMMITTED)
                .forEach(command -> known.put(command.partition() + "-" + command.offset(), command));
        return known.values();
    }

    /** The next offset of each partition, as stored in the database. */
    Map<TopicPartition, Long> positions() throws SQLException {
        Map<TopicPartition, Long> positions = new TreeMap<>(Topics.BY_PARTITION);
        database.query(
                        "SELECT partition_number, next_offset FROM listener_position WHERE topic = '%s'"
                                .formatted(topic.topicName()),
                        row -> Map.entry(new TopicPartition(topic.topicName(), row.getInt(1)), row.getLong(2)))
                .forEach(position -> positions.put(position.getKey(), position.getValue()));
        return positions;
    }

    /** Deletes the commands that are in the database from the topic. */
    void delete() throws SQLException, InterruptedException {
        Map<TopicPartition, Long> taken = positions();
        all();
        deleted += topics.deleteBefore(taken);
    }

    String note() {
        return "%,d commands were deleted from Kafka once the database had them".formatted(deleted);
    }
}
