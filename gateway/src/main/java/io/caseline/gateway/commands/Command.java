package io.caseline.gateway.commands;

import io.caseline.gateway.places.Caller;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.Topic;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A command on its way to Kafka.
 *
 * @param caller the program or merchant whose command it is, and its token
 * @param sendId new for each send, where the outcome of a repeat may differ from the stored one; empty otherwise
 */
public record Command(
        Topic topic, Caller caller, String key, UUID correlationId, Optional<UUID> sendId, SpecificRecord value) {

    ProducerRecord<String, SpecificRecord> record() {
        ProducerRecord<String, SpecificRecord> record = new ProducerRecord<>(topic.topicName(), key, value);
        sendId.ifPresent(id -> MessageHeaders.addSendId(id, record.headers()));
        return record;
    }
}
