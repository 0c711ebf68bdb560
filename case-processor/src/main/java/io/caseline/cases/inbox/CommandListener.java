package io.caseline.cases.inbox;

import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Receives commands from Kafka, a batch at a time. It goes on while Salesforce is unavailable, until the ledger is full. */
@Component
class CommandListener {
    static final String ID = "case-commands";

    private final Inbox inbox;

    CommandListener(Inbox inbox) {
        this.inbox = inbox;
    }

    @KafkaListener(
            id = ID,
            groupId = "case-processor",
            topics = Topic.Names.CASES_COMMANDS,
            containerFactory = "commandContainers",
            concurrency = "${caseline.inbox.concurrency}")
    void receive(List<ConsumerRecord<String, SubmitCase>> records) {
        inbox.receive(records);
    }
}
