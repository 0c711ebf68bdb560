package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.messaging.OutboxEvent;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.MessageHeaders;
import io.caseline.schemas.TraceParent;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Between the contract's messages and this module's own words. */
final class TellerMessages {
    private TellerMessages() {}

    static Submission submission(ConsumerRecord<String, AssociateTellerCard> record) {
        AssociateTellerCard command = record.value();
        String registerId = command.getRegisterId();
        return new Submission(
                MessageHeaders.sendId(record.headers()),
                MessageHeaders.waitUntil(record.headers()),
                TraceParent.of(record.headers()),
                false,
                command.getRespondAsync(),
                command.getCorrelationId(),
                storable(command.getRequestId()),
                storable(command.getMerchantId()),
                storable(command.getStoreId()),
                registerId == null ? null : storable(registerId),
                storable(command.getTellerId()),
                command.getAccountIdentifier(),
                command.getSealedAccountNumber(),
                command.getReceivedAt());
    }

    static ReceivedRequests.Received received(ConsumerRecord<String, AssociateTellerCard> record) {
        AssociateTellerCard command = record.value();
        return new ReceivedRequests.Received(
                command.getCorrelationId(), storable(command.getMerchantId()), command.getReceivedAt());
    }

    static TellerEvent event(Answer answer) {
        Submission submission = answer.submission();
        Outcome outcome = answer.outcome();
        return TellerEvent.newBuilder()
                .setEventId(CloudEventHeaders.eventId(
                        outcome.correlationId(), CloudEventHeaders.type(type(outcome)), outcome.attempts()))
                .setType(type(outcome))
                .setCorrelationId(outcome.correlationId())
                .setRequestId(submission.requestId())
                .setMerchantId(submission.merchantId())
                .setStoreId(submission.storeId())
                .setRegisterId(submission.registerId())
                .setTellerId(submission.tellerId())
                .setAccountIdentifier(outcome.account())
                .setResponseCode(outcome.reason().code())
                .setReason(outcome.reason().name())
                .setPreviousFeePlan(outcome.previousFeePlan())
                .setFeePlan(outcome.feePlan())
                .setAttempts(outcome.attempts())
                .setReceivedAt(submission.receivedAt())
                .setOccurredAt(outcome.decidedAt())
                .build();
    }

    /** The event that makes the outcome known. */
    static OutboxEvent outboxEvent(Answer answer) {
        TellerEvent event = event(answer);
        Outcome outcome = answer.outcome();
        return new OutboxEvent(
                new CloudEventHeaders(
                        event.getEventId(),
                        CloudEventHeaders.type(type(outcome)),
                        CloudEventHeaders.TELLER_SOURCE,
                        outcome.correlationId(),
                        outcome.decidedAt()),
                answer.submission().key(),
                event,
                answer.submission().trace().orElse(null));
    }

    private static TellerEventType type(Outcome outcome) {
        return switch (outcome.state()) {
            case ASSOCIATED -> TellerEventType.ASSOCIATED;
            case REJECTED -> TellerEventType.REJECTED;
            case DEFERRED -> throw new IllegalArgumentException("A deferred request has no event");
        };
    }

    /** PostgreSQL takes every character in a text but this one, and no entity is named with it. */
    private static String storable(String id) {
        return Objects.requireNonNull(id).replace('\0', '\uFFFD');
    }
}
