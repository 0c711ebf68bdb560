package io.caseline.cases.publish;

import io.caseline.cases.ledger.CaseChange;
import io.caseline.cases.ledger.CaseSnapshot;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.MessageKeys;
import io.caseline.schemas.TraceParent;
import org.jspecify.annotations.Nullable;

/** Makes the events of outcomes and of changes in Salesforce, always the same one for the same outcome or change. */
public final class CaseEvents {
    private CaseEvents() {}

    public static OutboxEvent outboxEvent(LedgerEntry entry) {
        return outboxEvent(message(entry), entry.trace().orElse(null));
    }

    /** The event of a change, which is no part of the request's trace. */
    public static OutboxEvent outboxEvent(LedgerEntry entry, CaseChange change) {
        return outboxEvent(message(entry, change), null);
    }

    static OutboxEvent outboxEvent(CaseEvent event, @Nullable TraceParent trace) {
        return new OutboxEvent(
                new CloudEventHeaders(
                        event.getEventId(),
                        CloudEventHeaders.type(event.getType()),
                        CloudEventHeaders.CASE_SOURCE,
                        event.getCorrelationId(),
                        event.getOccurredAt()),
                MessageKeys.ofCase(event.getCorrelationId()),
                event,
                trace,
                true);
    }

    static CaseEvent message(LedgerEntry entry) {
        CaseEventType type = type(entry.state());
        CaseEvent.Builder event = ofCommand(entry)
                .setEventId(CloudEventHeaders.eventId(entry.correlationId(), type.name(), entry.attempts()))
                .setType(type)
                .setCaseNumber(entry.caseNumber())
                .setSalesforceId(entry.salesforceId())
                .setFailureCode(entry.failureCode())
                .setFailureFields(entry.failureFields())
                .setAttempts(entry.attempts())
                .setOccurredAt(entry.updatedAt());
        return (type == CaseEventType.CREATED ? with(entry.snapshot(), event) : event).build();
    }

    private static CaseEvent message(LedgerEntry entry, CaseChange change) {
        CaseSnapshot before = change.before();
        return with(change.after(), ofCommand(entry))
                .setEventId(change.eventId())
                .setType(type(change.type()))
                .setCaseNumber(change.caseNumber())
                .setSalesforceId(change.salesforceId())
                .setAttempts(change.attempt())
                .setChanges(change.number())
                .setPreviousStatus(before.status())
                .setPreviousPriority(before.priority())
                .setPreviousOwnerId(before.ownerId())
                .setMergedInto(change.after().mergedInto())
                .setOccurredAt(change.occurredAt())
                .build();
    }

    private static CaseEvent.Builder ofCommand(LedgerEntry entry) {
        return CaseEvent.newBuilder()
                .setCorrelationId(entry.correlationId())
                .setProgramCode(entry.programCode())
                .setRequestId(entry.requestId())
                .setReceivedAt(entry.receivedAt());
    }

    private static CaseEvent.Builder with(CaseSnapshot snapshot, CaseEvent.Builder event) {
        return event.setStatus(snapshot.status())
                .setClosed(snapshot.closed())
                .setPriority(snapshot.priority())
                .setOwnerId(snapshot.ownerId())
                .setQueue(snapshot.queue())
                .setComments(snapshot.comments());
    }

    private static CaseEventType type(CaseState state) {
        return switch (state) {
            case CREATED -> CaseEventType.CREATED;
            case FAILED -> CaseEventType.FAILED;
            case DISCARDED -> CaseEventType.DISCARDED;
            case RECEIVED -> throw new IllegalArgumentException("A command in state RECEIVED has no outcome");
        };
    }

    private static CaseEventType type(CaseChange.Type type) {
        return switch (type) {
            case MERGED -> CaseEventType.MERGED;
            case DELETED -> CaseEventType.DELETED;
            case RESTORED -> CaseEventType.RESTORED;
            case CLOSED -> CaseEventType.CLOSED;
            case REOPENED -> CaseEventType.REOPENED;
            case CHANGED -> CaseEventType.CHANGED;
        };
    }
}
