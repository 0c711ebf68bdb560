package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messaging.DeadLetters;
import io.caseline.schemas.Topic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * Records each command as it comes, in a group of its own that no backlog of decisions holds up, so that an accepted
 * request can be asked about at once. What no schema reads is left to the association.
 */
@Component
class RecorderListener {
    static final String ID = "teller-recorder";

    private final ReceivedRequests requests;

    RecorderListener(ReceivedRequests requests) {
        this.requests = requests;
    }

    @KafkaListener(id = ID, topics = Topic.Names.TELLERS_COMMANDS, containerFactory = "recorderContainerFactory")
    void record(List<ConsumerRecord<String, AssociateTellerCard>> records) {
        requests.record(DeadLetters.readable(records, AssociateTellerCard.class).stream()
                .map(TellerMessages::received)
                .toList());
    }
}
