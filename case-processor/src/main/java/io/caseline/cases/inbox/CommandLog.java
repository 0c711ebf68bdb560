package io.caseline.cases.inbox;

import io.caseline.messages.SubmitCase;
import io.caseline.messaging.ListenerPositions;
import io.caseline.schemas.Topic;
import java.time.Instant;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** The commands' topic, to read commands again that have been received before. */
@Component
public class CommandLog {
    private static final int BATCH = 800;

    private final ConsumerFactory<String, SubmitCase> consumers;
    private final ListenerPositions positions;

    @SuppressWarnings("unchecked")
    CommandLog(ConsumerFactory<?, ?> consumers, ListenerPositions commandPositions) {
        this.consumers = (ConsumerFactory<String, SubmitCase>) consumers;
        this.positions = commandPositions;
    }

    /**
     * Opens the log at a time. What the inbox has not received yet is left out.
     *
     * @param from earliest time of a record, inclusive
     * @param to latest time, exclusive
     */
    public CommandWindow open(Instant from, Instant to) {
        Properties settings = new Properties();
        settings.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, String.valueOf(BATCH));
        settings.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        // partitions are assigned, and nothing is committed: the group has no members
        Consumer<String, SubmitCase> consumer =
                consumers.createConsumer("case-processor-windows", null, null, settings);
        try {
            return CommandWindow.open(consumer, Topic.Names.CASES_COMMANDS, positions.stored(), from, to);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }
}
