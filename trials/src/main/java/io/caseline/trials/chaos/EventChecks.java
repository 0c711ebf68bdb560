package io.caseline.trials.chaos;

import static io.caseline.trials.chaos.CheckReport.set;

import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.Topic;
import io.caseline.trials.EventTypes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;

/** Checks of the events of either processor. */
record EventChecks(CheckReport report, Topics topics) {

    /**
     * Reads all events as a read-committed subscriber.
     *
     * @param states the topic that has the latest events
     * @param key identifies the event of an outcome; must be unique
     * @param ownId whether the event id follows from the outcome
     * @return the events of outcomes
     */
    <V extends SpecificRecord> List<ConsumerRecord<String, V>> read(
            Topic topic,
            Topic states,
            String uniqueness,
            Function<ConsumerRecord<String, V>, String> key,
            Predicate<V> ownId) {
        List<ConsumerRecord<String, V>> events =
                topics.<V>read(topic.topicName(), IsolationLevel.READ_COMMITTED).stream()
                        .sorted(Comparator.comparingLong(ConsumerRecord::offset))
                        .toList();
        List<ConsumerRecord<String, V>> outcomes = events.stream()
                .filter(event -> EventTypes.isOutcome(header("ce_type", event)))
                .toList();
        report.once("events of all types, by their ids", events, event -> header("ce_id", event));
        report.once(uniqueness, outcomes, key);
        report.all("event ids that follow from the outcome", outcomes, event -> ownId.test(event.value()), key);
        checkReceived(events, outcomes);
        checkStates(states, events);
        int written =
                topics.read(topic.topicName(), IsolationLevel.READ_UNCOMMITTED).size();
        report.note("%,d further events were written by transactions that were not committed"
                .formatted(written - events.size()));
        return outcomes;
    }

    /** Each request counts as received before it has an outcome. */
    private <V> void checkReceived(
            Collection<ConsumerRecord<String, V>> events, Collection<ConsumerRecord<String, V>> outcomes) {
        Map<String, String> first = new HashMap<>();
        events.forEach(event -> first.putIfAbsent(header("ce_subject", event), header("ce_type", event)));
        report.all(
                "requests with an outcome whose first event is RECEIVED",
                set(outcomes, event -> header("ce_subject", event)),
                subject -> EventTypes.isReceived(first.getOrDefault(subject, "")),
                subject -> subject + " begins with " + first.get(subject));
    }

    private <V> void checkStates(Topic states, Collection<ConsumerRecord<String, V>> events) {
        List<ConsumerRecord<String, V>> found =
                topics.<V>read(states.topicName(), IsolationLevel.READ_COMMITTED).stream()
                        .sorted(Comparator.comparingLong(ConsumerRecord::offset))
                        .toList();
        report.same(
                "latest events = states",
                latest(events.stream()
                                .filter(event -> states == Topic.CASES_STATE || isAssociation(event))
                                .toList())
                        .entrySet()
                        .stream()
                        .map(Map.Entry::toString)
                        .collect(Collectors.toSet()),
                latest(found).entrySet().stream().map(Map.Entry::toString).collect(Collectors.toSet()));
    }

    private static boolean isAssociation(ConsumerRecord<String, ?> event) {
        return header("ce_type", event).equals(CloudEventHeaders.type(TellerEventType.ASSOCIATED));
    }

    private static <V> Map<String, String> latest(Collection<ConsumerRecord<String, V>> records) {
        Map<String, String> latest = new HashMap<>();
        records.forEach(record -> latest.put(record.key(), header("ce_id", record)));
        return latest;
    }

    private static String header(String name, ConsumerRecord<String, ?> record) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
