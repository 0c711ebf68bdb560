package io.caseline.cases.submission;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Topic;
import io.caseline.schemas.TraceParent;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.stereotype.Component;

/** Publishes outcomes within the listener's transaction. */
@Component
class Publisher {
    private static final Logger log = LoggerFactory.getLogger(Publisher.class);

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
        Optional<TraceParent> trace = TraceParent.of(command.headers());
        if (entry.isSettledBy(CaseMessages.position(command))) {
            trace.ifPresentOrElse(known -> known.logged(() -> log(event)), () -> log(event));
            ProducerRecord<String, Object> told = record(
                    Topic.Names.CASES_EVENTS, event, CaseMessages.headers(event).headers());
            trace.ifPresent(known -> known.goWithEvent(told.headers()));
            send(told);
        }
        Header waiting = waiting(command);
        if (waiting != null) {
            ProducerRecord<String, Object> reply = record(Topic.Names.CASES_REPLIES, event, List.of(waiting));
            trace.ifPresent(known -> known.goWith(reply.headers()));
            send(reply);
        }
    }

    private static void log(CaseEvent event) {
        if (event.getType() == CaseEventType.FAILED) {
            log.warn(
                    "Case {} failed: {} {}",
                    event.getCorrelationId(),
                    event.getFailureCode(),
                    event.getFailureFields());
        }
    }

    /** The gateway's own id of its wait; there only where somebody waits. */
    private static @Nullable Header waiting(ConsumerRecord<?, ?> command) {
        return command.headers().lastHeader(KafkaHeaders.REPLY_TOPIC) == null
                ? null
                : command.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
    }

    private static ProducerRecord<String, Object> record(String topic, CaseEvent event, Iterable<Header> headers) {
        return new ProducerRecord<>(topic, null, event.getCorrelationId().toString(), event, headers);
    }

    /** A failed send fails the commit of the transaction. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void send(ProducerRecord<String, Object> record) {
        kafka.send(record);
    }
}
