package io.caseline.cases.submission;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.salesforce.Traffic;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * One poll's commands: brought to their outcome, published, and acknowledged in one Kafka transaction. What operators
 * send again comes by a lane of its own, so that neither holds up the other.
 */
@Component
class SubmissionListener {
    static final String ID = "submission";
    static final String GROUP = "case-processor";
    static final String REPLAYS_ID = "replays";

    private final DeadLetters deadLetters;
    private final Submissions submissions;
    private final Publisher publisher;

    SubmissionListener(DeadLetters deadLetters, Submissions submissions, Publisher publisher) {
        this.deadLetters = deadLetters;
        this.submissions = submissions;
        this.publisher = publisher;
    }

    @KafkaListener(id = ID, groupId = GROUP, topics = Topic.Names.CASES_COMMANDS, containerFactory = "laneContainers")
    void submit(List<ConsumerRecord<String, SubmitCase>> messages) {
        bringToEnd(messages, Traffic.LIVE);
    }

    @KafkaListener(
            id = REPLAYS_ID,
            groupId = "case-replays",
            topics = Topic.Names.CASES_REPLAYS,
            containerFactory = "replayContainers")
    void replay(List<ConsumerRecord<String, SubmitCase>> messages) {
        bringToEnd(messages, Traffic.REPLAY);
    }

    private void bringToEnd(List<ConsumerRecord<String, SubmitCase>> messages, Traffic traffic) {
        List<ConsumerRecord<String, SubmitCase>> commands = DeadLetters.readable(messages, SubmitCase.class);
        List<LedgerEntry> entries =
                submissions.settle(commands.stream().map(CaseMessages::command).toList(), traffic);
        // only now: the Kafka transaction opens with the first record sent, and must not stand open during the call
        deadLetters.setAside(messages, SubmitCase.class);
        for (int i = 0; i < commands.size(); i++) {
            publisher.publish(commands.get(i), entries.get(i));
        }
    }
}
