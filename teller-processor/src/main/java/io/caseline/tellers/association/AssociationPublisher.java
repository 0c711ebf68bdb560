package io.caseline.tellers.association;

import io.caseline.messages.TellerEvent;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;

/** Tells everybody of an outcome once, and whoever waits each time, in the listener's transaction. */
@Component
class AssociationPublisher {
    private final KafkaOperations<String, Object> kafka;

    AssociationPublisher(KafkaOperations<String, Object> kafka) {
        this.kafka = kafka;
    }

    void publish(List<Answer> answers) {
        answers.forEach(this::publish);
    }

    /** Of a request put off nobody is told: it has no outcome yet. */
    private void publish(Answer answer) {
        if (answer.outcome().state() == Outcome.State.DEFERRED) {
            return;
        }
        TellerEvent event = TellerMessages.event(answer);
        String key = answer.submission().key();
        Optional<TraceParent> trace = answer.submission().trace();
        if (answer.eventDue()) {
            ProducerRecord<String, Object> told = new ProducerRecord<>(
                    Topic.Names.TELLERS_EVENTS,
                    null,
                    key,
                    event,
                    TellerMessages.headers(event, answer.outcome()).headers());
            trace.ifPresent(known -> known.goWithEvent(told.headers()));
            send(told);
        }
        Header replyTo = answer.submission().replyTo();
        if (replyTo != null) {
            ProducerRecord<String, Object> reply =
                    new ProducerRecord<>(Topic.Names.TELLERS_REPLIES, null, key, event, List.of(replyTo));
            trace.ifPresent(known -> known.goWith(reply.headers()));
            send(reply);
        }
    }

    /** Not waited for one by one: the transaction's commit waits for all, and fails if one of them did. */
    private void send(ProducerRecord<String, Object> record) {
        var unused = kafka.send(record);
    }
}
