package io.caseline.cases.publish;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.MessageKeys;

/** Makes the event of a ledger entry, always the same one for the same outcome. */
public final class CaseEvents {
    private CaseEvents() {}

    public static OutboxEvent outboxEvent(LedgerEntry entry) {
        CaseEvent event = message(entry);
        return new OutboxEvent(
                new CloudEventHeaders(
                        event.getEventId(),
                        CloudEventHeaders.type(event.getType()),
                        CloudEventHeaders.CASE_SOURCE,
                        event.getCorrelationId(),
                        event.getOccurredAt()),
                MessageKeys.ofCase(event.getCorrelationId()),
                event,
                entry.trace().orElse(null),
                true);
    }

    static CaseEvent message(LedgerEntry entry) {
        CaseEventType type = type(entry.state());
        return CaseEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(entry.correlationId(), type.name(), entry.attempts()))
                .setType(type)
                .setCorrelationId(entry.correlationId())
                .setProgramCode(entry.programCode())
                .setRequestId(entry.requestId())
                .setCaseNumber(entry.caseNumber())
                .setSalesforceId(entry.salesforceId())
                .setFailureCode(entry.failureCode())
                .setFailureFields(entry.failureFields())
                .setAttempts(entry.attempts())
                .setReceivedAt(entry.receivedAt())
                .setOccurredAt(entry.updatedAt())
                .build();
    }

    private static CaseEventType type(CaseState state) {
        return switch (state) {
            case CREATED -> CaseEventType.CREATED;
            case FAILED -> CaseEventType.FAILED;
            case DISCARDED -> CaseEventType.DISCARDED;
            case RECEIVED -> throw new IllegalArgumentException("A command in state RECEIVED has no outcome");
        };
    }
}
