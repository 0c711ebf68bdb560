package io.caseline.tellers.inbox;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.DeadLetters;
import io.caseline.schemas.Topic;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.publish.RecordedCommands;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Records each command as it arrives, in a consumer group of its own that does not wait for decisions, so that the gateway
 * can query its status at once. Bytes that no schema reads are left to {@link CommandListener}.
 */
@Component
class CommandRecorder {
    static final String ID = "teller-recorder";

    private final RecordedCommands commands;
    private final TransactionTemplate transaction;

    CommandRecorder(RecordedCommands commands, TransactionTemplate transaction) {
        this.commands = commands;
        this.transaction = transaction;
    }

    @KafkaListener(id = ID, topics = Topic.Names.TELLERS_COMMANDS, containerFactory = "receivedCommandContainers")
    void record(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        List<Command> readable = DeadLetters.readable(records, AssociateTellerCard.class).stream()
                .map(CommandMessages::command)
                .toList();
        transaction.executeWithoutResult(status -> commands.record(readable));
    }
}
