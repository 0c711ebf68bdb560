package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Commands in, events and replies out, in one Kafka transaction; what is decided is in the database before that commits. */
@Component
final class AssociationListener {
    private final DeadLetters deadLetters;
    private final AssociationService service;
    private final AssociationPublisher publisher;

    AssociationListener(DeadLetters deadLetters, AssociationService service, AssociationPublisher publisher) {
        this.deadLetters = deadLetters;
        this.service = service;
        this.publisher = publisher;
    }

    @KafkaListener(
            id = "teller-processor",
            topics = Topic.Names.TELLERS_COMMANDS,
            containerFactory = "commandContainerFactory",
            concurrency = "${caseline.tellers.commands-concurrency}")
    void receive(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        List<Submission> submissions = deadLetters.setAside(records, AssociateTellerCard.class).stream()
                .map(TellerMessages::submission)
                .toList();
        publisher.publish(service.answer(submissions));
    }
}
