package io.caseline.tellers.publish;

import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.Outcome;

/** Makes the event of a command's outcome: always the same one for the same outcome. */
public final class TellerEvents {
    private TellerEvents() {}

    public static OutboxEvent outboxEvent(DecidedCommand decided) {
        TellerEvent event = message(decided);
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
                decided.command().trace().orElse(null),
                event.getType() == TellerEventType.ASSOCIATED);
    }

    static TellerEvent message(DecidedCommand decided) {
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
                .setAccountIdentifier(outcome.accountId())
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
