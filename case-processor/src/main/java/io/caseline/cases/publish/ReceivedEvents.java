package io.caseline.cases.publish;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.EventSettings;
import io.caseline.messaging.Outbox;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import java.util.Collection;
import org.springframework.stereotype.Component;

/** The events of commands that the ledger has just got, if the settings ask for them. */
@Component
public class ReceivedEvents {
    private final EventSettings settings;
    private final Outbox outbox;

    ReceivedEvents(EventSettings settings, Outbox outbox) {
        this.settings = settings;
        this.outbox = outbox;
    }

    public boolean areEnabled() {
        return settings.received();
    }

    /** Runs in the transaction that inserts the commands, so their outcomes come later. */
    public void add(Collection<CaseCommand> inserted) {
        if (areEnabled()) {
            outbox.add(inserted.stream().map(ReceivedEvents::outboxEvent).toList());
        }
    }

    private static OutboxEvent outboxEvent(CaseCommand command) {
        CaseEvent event = CaseEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(command.correlationId(), CaseEventType.RECEIVED.name(), 0))
                .setType(CaseEventType.RECEIVED)
                .setCorrelationId(command.correlationId())
                .setProgramCode(command.programCode())
                .setRequestId(command.requestId())
                .setAttempts(0)
                .setReceivedAt(command.receivedAt())
                .setOccurredAt(command.receivedAt())
                .build();
        return CaseEvents.outboxEvent(event, command.trace().orElse(null));
    }
}
