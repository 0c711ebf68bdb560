package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.schemas.Topic;
import io.caseline.schemas.messaging.DeadLetters;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Commands in, events and replies out, in one Kafka transaction; what is decided is in the database before that commits. */
@Component
final class AssociationListener {
    private final DeadLetters deadLetters;
    private final CommandBytes bytes;
    private final AssociationService service;
    private final AssociationPublisher publisher;

    AssociationListener(
            DeadLetters deadLetters, CommandBytes bytes, AssociationService service, AssociationPublisher publisher) {
        this.deadLetters = deadLetters;
        this.bytes = bytes;
        this.service = service;
        this.publisher = publisher;
    }

    @KafkaListener(
            id = "teller-processor",
            topics = Topic.Names.TELLERS_COMMANDS,
            containerFactory = "commandContainerFactory",
            concurrency = "${caseline.tellers.commands-concurrency}")
    void receive(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        List<Submission> submissions = DeadLetters.readable(records, AssociateTellerCard.class).stream()
                .map(record -> TellerMessages.submission(record, deferrable(record)))
                .toList();
        List<Answer> answered = service.answer(submissions);
        // only now: the Kafka transaction opens with the first record sent, and must not stand open for long
        deadLetters.setAside(records, AssociateTellerCard.class);
        publisher.publish(answered);
    }

    private @Nullable ByteBuffer deferrable(ConsumerRecord<String, AssociateTellerCard> record) {
        return record.value().getRespondAsync() ? bytes.of(record.topic(), record.value()) : null;
    }
}
