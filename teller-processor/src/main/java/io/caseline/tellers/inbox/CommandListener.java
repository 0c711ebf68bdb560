package io.caseline.tellers.inbox;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.DeadLetters;
import io.caseline.messaging.ListenerPositions;
import io.caseline.schemas.Topic;
import io.caseline.tellers.association.AssociationService;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Hands each polled batch of commands to the service. */
@Component
final class CommandListener {
    static final String ID = "teller-processor";

    private final ListenerPositions commandPositions;
    private final DeadLetters deadLetters;
    private final AssociationService service;
    private final CommandAge age;

    CommandListener(
            ListenerPositions commandPositions, DeadLetters deadLetters, AssociationService service, CommandAge age) {
        this.commandPositions = commandPositions;
        this.deadLetters = deadLetters;
        this.service = service;
        this.age = age;
    }

    @KafkaListener(
            id = ID,
            topics = Topic.Names.TELLERS_COMMANDS,
            containerFactory = "commandContainers",
            concurrency = "${caseline.tellers.commands-concurrency}")
    void receive(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        age.begin(records);
        service.handle(new PolledCommands(records, commandPositions, deadLetters));
        age.end();
    }
}
