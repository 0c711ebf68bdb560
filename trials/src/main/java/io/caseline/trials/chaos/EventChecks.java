package io.caseline.trials.chaos;

import io.caseline.schemas.Topic;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** Checks of the events of either processor. */
record EventChecks(CheckReport report, Topics topics) {

    /**
     * Reads all events as a read-committed subscriber.
     *
     * @param key identifies an event; must be unique
     * @param ownId whether the event id follows from the outcome
     */
    <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(
            Topic topic, String uniqueness, Function<ConsumerRecord<String, V>, String> key, Predicate<V> ownId) {
        List<ConsumerRecord<String, V>> events = topics.read(topic.topicName(), IsolationLevel.READ_COMMITTED);
        report.once(uniqueness, events, key);
        report.all("event ids that follow from the outcome", events, event -> ownId.test(event.value()), key);
        int written =
                topics.read(topic.topicName(), IsolationLevel.READ_UNCOMMITTED).size();
        report.note("%,d further events were written by transactions that were not committed"
                .formatted(written - events.size()));
        return events;
    }
}
