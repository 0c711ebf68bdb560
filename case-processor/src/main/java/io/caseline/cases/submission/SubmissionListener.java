package io.caseline.cases.submission;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** One poll's commands: brought to their outcome, published, and acknowledged in one Kafka transaction. */
@Component
class SubmissionListener {
    static final String ID = "submission";

    private final DeadLetters deadLetters;
    private final Submissions submissions;
    private final Publisher publisher;

    SubmissionListener(DeadLetters deadLetters, Submissions submissions, Publisher publisher) {
        this.deadLetters = deadLetters;
        this.submissions = submissions;
        this.publisher = publisher;
    }

    @KafkaListener(
            id = ID,
            groupId = "case-processor",
            topics = Topic.Names.CASES_COMMANDS,
            containerFactory = "laneContainers")
    void submit(List<ConsumerRecord<String, SubmitCase>> messages) {
        List<ConsumerRecord<String, SubmitCase>> commands = DeadLetters.readable(messages, SubmitCase.class);
        Map<UUID, LedgerEntry> entries =
                submissions.settle(commands.stream().map(CaseMessages::command).toList());
        // only now: the Kafka transaction opens with the first record sent, and must not stand open during the call
        deadLetters.setAside(messages, SubmitCase.class);
        for (ConsumerRecord<String, SubmitCase> command : commands) {
            publisher.publish(
                    command, Objects.requireNonNull(entries.get(command.value().getCorrelationId())));
        }
    }
}
