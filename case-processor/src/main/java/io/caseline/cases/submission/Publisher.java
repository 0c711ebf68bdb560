package io.caseline.cases.submission;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.stereotype.Component;

/** Publishes outcomes within the listener's transaction. */
@Component
class Publisher {
    private final KafkaOperations<String, Object> kafka;

    Publisher(KafkaOperations<String, Object> kafka) {
        this.kafka = kafka;
    }

    /**
     * The event, if this is the command that the outcome is of: read again, its transaction had not committed. A
     * partner's repeat stands at another position and makes no event. Whoever waits gets the reply in any case.
     */
    void publish(ConsumerRecord<String, SubmitCase> command, LedgerEntry entry) {
        CaseEvent event = CaseMessages.event(entry);
        if (entry.isSettledBy(CaseMessages.position(command))) {
            send(Topic.Names.CASES_EVENTS, event, CaseMessages.headers(event).headers());
        }
        Header waiting = waiting(command);
        if (waiting != null) {
            send(Topic.Names.CASES_REPLIES, event, List.of(waiting));
        }
    }

    /** The gateway's own id of its wait; there only where somebody waits. */
    private static @Nullable Header waiting(ConsumerRecord<?, ?> command) {
        return command.headers().lastHeader(KafkaHeaders.REPLY_TOPIC) == null
                ? null
                : command.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
    }

    /** A failed send fails the commit of the transaction. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(String topic, CaseEvent event, Iterable<Header> headers) {
        kafka.send(new ProducerRecord<>(topic, null, event.getCorrelationId().toString(), event, headers));
    }
}
