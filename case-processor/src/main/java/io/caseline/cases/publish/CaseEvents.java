package io.caseline.cases.publish;

import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.Topic;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The event and the reply of a ledger entry, always the same ones for the same outcome. */
final class CaseEvents {
    private CaseEvents() {}

    static OutboxEvent outboxEvent(LedgerEntry entry) {
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
                entry.trace().orElse(null));
    }

    /** The reply that every gateway passes on to the callers who wait for this correlation id. */
    static ProducerRecord<String, Object> reply(LedgerEntry entry) {
        ProducerRecord<String, Object> reply = new ProducerRecord<>(
                Topic.Names.CASES_REPLIES, MessageKeys.ofCase(entry.correlationId()), message(entry));
        MessageHeaders.addCorrelationId(entry.correlationId(), reply.headers());
        entry.trace().ifPresent(trace -> trace.addTo(reply.headers()));
        return reply;
    }

    private static CaseEvent message(LedgerEntry entry) {
        CaseEventType type = type(entry.state());
        return CaseEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(entry.correlationId(), type.name(), entry.outcomes()))
                .setType(type)
                .setCorrelationId(entry.correlationId())
                .setProgramCode(entry.programCode())
                .setRequestId(entry.requestId())
                .setCaseNumber(entry.caseNumber())
                .setSalesforceId(entry.salesforceId())
                .setFailureCode(entry.failureCode())
                .setFailureFields(entry.failureFields())
                .setAttempts(entry.outcomes())
                .setReceivedAt(entry.receivedAt())
                .setOccurredAt(entry.updatedAt())
                .build();
    }

    /** A discarded case is a failed one to readers of this version of the schema. */
    private static CaseEventType type(CaseState state) {
        return switch (state) {
            case CREATED -> CaseEventType.CREATED;
            case FAILED, DISCARDED -> CaseEventType.FAILED;
            case RECEIVED -> throw new IllegalArgumentException("A command in state RECEIVED has no outcome");
        };
    }
}
