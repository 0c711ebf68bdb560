package io.caseline.tellers.publish;

import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.messaging.Outbox;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.Outcome;
import java.util.List;
import org.springframework.stereotype.Component;

/** Puts an event for each new outcome into the outbox, in the caller's transaction; the outbox publishes it. */
@Component
public final class TellerEvents {
    private final Outbox outbox;

    TellerEvents(Outbox outbox) {
        this.outbox = outbox;
    }

    public void add(List<DecidedCommand> decided) {
        outbox.add(decided.stream()
                .filter(command -> command.decidedNow() && command.isPublishable())
                .map(TellerEvents::outboxEvent)
                .toList());
    }

    private static OutboxEvent outboxEvent(DecidedCommand decided) {
        TellerEvent event = event(decided);
        Outcome outcome = decided.outcome();
        return new OutboxEvent(
                new CloudEventHeaders(
                        event.getEventId(),
                        CloudEventHeaders.type(event.getType()),
                        CloudEventHeaders.TELLER_SOURCE,
                        outcome.correlationId(),
                        outcome.decidedAt()),
                decided.command().key(),
                event,
                decided.command().trace().orElse(null));
    }

    static TellerEvent event(DecidedCommand decided) {
        Command command = decided.command();
        Outcome outcome = decided.outcome();
        TellerEventType type = type(outcome);
        return TellerEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(
                        outcome.correlationId(), CloudEventHeaders.type(type), outcome.attempts()))
                .setType(type)
                .setCorrelationId(outcome.correlationId())
                .setRequestId(command.requestId())
                .setMerchantId(command.merchantId())
                .setStoreId(command.storeId())
                .setRegisterId(command.registerId())
                .setTellerId(command.tellerId())
                .setAccountIdentifier(outcome.account())
                .setResponseCode(outcome.reason().code())
                .setReason(outcome.reason().name())
                .setPreviousFeePlan(outcome.previousFeePlan())
                .setFeePlan(outcome.feePlan())
                .setAttempts(outcome.attempts())
                .setReceivedAt(command.receivedAt())
                .setOccurredAt(outcome.decidedAt())
                .build();
    }

    private static TellerEventType type(Outcome outcome) {
        return switch (outcome.state()) {
            case ASSOCIATED -> TellerEventType.ASSOCIATED;
            case REJECTED -> TellerEventType.REJECTED;
            case DEFERRED -> throw new IllegalArgumentException("A deferred command has no event");
        };
    }
}
