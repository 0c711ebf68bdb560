package io.caseline.tellers.association;

import io.caseline.messages.AssociateTellerCard;
import io.caseline.messages.TellerEvent;
import io.caseline.messages.TellerEventType;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.TraceParent;
import io.caseline.tellers.association.Outcome.State;
import io.caseline.tellers.association.Submission.Position;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** Between the contract's messages and this module's own words. */
final class TellerMessages {
    /** Header of a command that this module sent again when it was due. */
    static final String SENT_AGAIN = "caseline-sent-again";

    private static final String SOURCE = "/caseline/teller-processor";

    private TellerMessages() {}

    /** @param deferrable the command as it is on its topic, if it may be put off */
    static Submission submission(ConsumerRecord<String, AssociateTellerCard> record, @Nullable ByteBuffer deferrable) {
        AssociateTellerCard command = record.value();
        return new Submission(
                new Position(record.topic(), record.partition(), record.offset()),
                command.getMerchantId() + "|" + command.getTellerId(),
                replyTo(record),
                TraceParent.of(record.headers()),
                record.headers().lastHeader(SENT_AGAIN) != null,
                deferrable,
                command.getCorrelationId(),
                command.getRequestId(),
                storable(command.getMerchantId()),
                storable(command.getStoreId()),
                command.getRegisterId(),
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
                .setEventId(
                        CloudEventHeaders.eventId(outcome.correlationId(), cloudEventType(outcome), outcome.attempts()))
                .setType(outcome.state() == State.ASSOCIATED ? TellerEventType.ASSOCIATED : TellerEventType.REJECTED)
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

    static CloudEventHeaders headers(TellerEvent event, Outcome outcome) {
        return new CloudEventHeaders(
                event.getEventId(), cloudEventType(outcome), SOURCE, outcome.correlationId(), outcome.decidedAt());
    }

    private static String cloudEventType(Outcome outcome) {
        return switch (outcome.state()) {
            case ASSOCIATED -> "io.caseline.teller.associated";
            case REJECTED -> "io.caseline.teller.rejected";
            case DEFERRED -> throw new IllegalArgumentException("There is no event of a request put off");
        };
    }

    private static @Nullable Header replyTo(ConsumerRecord<?, ?> record) {
        return record.headers().lastHeader(KafkaHeaders.REPLY_TOPIC) == null
                ? null
                : record.headers().lastHeader(KafkaHeaders.CORRELATION_ID);
    }

    /** PostgreSQL takes every character in a text but this one, and no entity is named with it. */
    private static String storable(String id) {
        return Objects.requireNonNull(id).replace('\0', '\uFFFD');
    }
}
