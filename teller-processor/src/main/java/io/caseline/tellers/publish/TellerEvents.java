package io.caseline.tellers.publish;

import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.tellers.command.Command;
import io.caseline.tellers.outcome.DecidedCommand;
import io.caseline.tellers.outcome.Outcome;

/** Makes the event of a command or of its outcome: always the same one for the same command or outcome. */
public final class TellerEvents {
    private static final int NO_RESPONSE = -1;

    private TellerEvents() {}

    public static OutboxEvent outboxEvent(DecidedCommand decided) {
        return outboxEvent(message(decided), decided.command());
    }

    /** The event of a command that has no outcome yet. */
    static OutboxEvent received(Command command) {
        return outboxEvent(
                builder(command, TellerEventType.RECEIVED, 0)
                        .setResponseCode(NO_RESPONSE)
                        .setReason(TellerEventType.RECEIVED.name())
                        .setOccurredAt(command.receivedAt())
                        .build(),
                command);
    }

    private static OutboxEvent outboxEvent(TellerEvent event, Command command) {
        return new OutboxEvent(
                new CloudEventHeaders(
                        event.getEventId(),
                        CloudEventHeaders.type(event.getType()),
                        CloudEventHeaders.TELLER_SOURCE,
                        event.getCorrelationId(),
                        event.getOccurredAt()),
                command.key(),
                event,
                command.trace().orElse(null),
                event.getType() == TellerEventType.ASSOCIATED);
    }

    static TellerEvent message(DecidedCommand decided) {
        Outcome outcome = decided.outcome();
        return builder(decided.command(), type(outcome), outcome.attempts())
                .setAccountIdentifier(outcome.accountId())
                .setResponseCode(outcome.reason().code())
                .setReason(outcome.reason().name())
                .setPreviousFeePlan(outcome.previousFeePlan())
                .setFeePlan(outcome.feePlan())
                .setOccurredAt(outcome.decidedAt())
                .build();
    }

    private static TellerEvent.Builder builder(Command command, TellerEventType type, int attempts) {
        return TellerEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(command.correlationId(), CloudEventHeaders.type(type), attempts))
                .setType(type)
                .setCorrelationId(command.correlationId())
                .setRequestId(command.requestId())
                .setMerchantId(command.merchantId())
                .setStoreId(command.storeId())
                .setRegisterId(command.registerId())
                .setTellerId(command.tellerId())
                .setAttempts(attempts)
                .setReceivedAt(command.receivedAt());
    }

    private static TellerEventType type(Outcome outcome) {
        return switch (outcome.state()) {
            case ASSOCIATED -> TellerEventType.ASSOCIATED;
            case REJECTED -> TellerEventType.REJECTED;
            case DEFERRED -> TellerEventType.DEFERRED;
        };
    }
}
