package io.caseline.cases.submission;

import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.SubmitCase;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.stereotype.Component;

/** Publishes, and then crashes, as often as a test asks for: the ledger is committed by then, the events are not. */
@Component
@Primary
class CrashingPublisher extends Publisher {
    final AtomicInteger crashes = new AtomicInteger();

    /** What happens before the transaction can be committed. */
    volatile Runnable delay = () -> {};

    /** Sees each event on its way out. */
    volatile Consumer<CaseEvent> published = event -> {};

    CrashingPublisher(KafkaOperations<String, Object> kafka) {
        super(kafka);
    }

    @Override
    void publish(ConsumerRecord<String, SubmitCase> command, LedgerEntry entry) {
        super.publish(command, entry);
        published.accept(CaseMessages.event(entry));
        delay.run();
        if (crashes.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("crashed between the ledger and Kafka, on purpose");
        }
    }
}
