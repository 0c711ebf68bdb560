package io.caseline.tellers.inbox;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.DeadLetters;
import io.caseline.schemas.Topic;
import io.caseline.tellers.status.ReceivedCommandStore;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Records each command as it arrives, in a consumer group of its own that does not wait for decisions, so that the gateway
 * can query its status at once. Bytes that no schema reads are left to {@link CommandListener}.
 */
@Component
class CommandRecorder {
    static final String ID = "teller-recorder";

    private final ReceivedCommandStore commands;

    CommandRecorder(ReceivedCommandStore commands) {
        this.commands = commands;
    }

    @KafkaListener(id = ID, topics = Topic.Names.TELLERS_COMMANDS, containerFactory = "receivedCommandContainers")
    void record(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        commands.record(DeadLetters.readable(records, AssociateTellerCard.class).stream()
                .map(CommandMessages::recorded)
                .toList());
    }
}
