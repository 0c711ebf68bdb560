package io.caseline.cases.submission;

import io.caseline.cases.ledger.Ledger;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Records each command as Received as it comes, in a group of its own that no trouble with Salesforce holds up, so that
 * an accepted request can be asked about at once. What no schema reads is left to the submission.
 */
@Component
class Recorder {
    static final String ID = "recorder";

    private final Ledger ledger;

    Recorder(Ledger ledger) {
        this.ledger = ledger;
    }

    @KafkaListener(
            id = ID,
            groupId = "case-recorder",
            topics = Topic.Names.CASES_COMMANDS,
            containerFactory = "recorderContainers")
    void record(List<ConsumerRecord<String, SubmitCase>> messages) {
        ledger.record(DeadLetters.readable(messages, SubmitCase.class).stream()
                .map(CaseMessages::command)
                .toList());
    }
}
