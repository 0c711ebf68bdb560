package io.caseline.cases.submission;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.ledger.CaseState;
import io.caseline.cases.ledger.CommandPosition;
import io.caseline.cases.ledger.LedgerEntry;
import io.caseline.cases.mapping.CareRequest;
import io.caseline.cases.mapping.CareRequest.Device;
import io.caseline.messages.CareCase;
import io.caseline.messages.CaseEvent;
import io.caseline.messages.CaseEventType;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.CloudEventHeaders;
import io.caseline.schemas.SealedRecords;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Sealing.BrokenSealException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Between Avro and what the application speaks. */
final class CaseMessages {
    private static final String SOURCE = "/caseline/case-processor";

    private CaseMessages() {}

    static CaseCommand command(ConsumerRecord<String, SubmitCase> message) {
        SubmitCase value = message.value();
        return new CaseCommand(
                value.getCorrelationId(),
                value.getProgramCode(),
                value.getRequestId(),
                value.getReceivedAt(),
                value.getSealedCase(),
                position(message));
    }

    static CommandPosition position(ConsumerRecord<?, ?> message) {
        return new CommandPosition(message.topic(), message.partition(), message.offset());
    }

    /** What the customer asks; empty if no key opens it, or what is inside is no care case. */
    static Optional<CareRequest> unsealed(CaseCommand command, Sealing sealing) {
        try {
            byte[] plain =
                    sealing.unseal(command.sealedCase(), command.correlationId().toString());
            return Optional.of(request(command, SealedRecords.CARE_CASE.decode(plain)));
        } catch (BrokenSealException | IOException | AvroRuntimeException e) {
            return Optional.empty();
        }
    }

    private static CareRequest request(CaseCommand command, CareCase care) {
        return new CareRequest(
                command.correlationId(),
                command.programCode(),
                command.requestId(),
                care.getSubject(),
                care.getFirstName(),
                care.getLastName(),
                care.getCustomerQuestion(),
                care.getEmailAddress(),
                care.getAccountIdentifier(),
                care.getAccountHolderIdentifier(),
                care.getPhoneNumber(),
                care.getPhoneType(),
                new Device(
                        care.getDeviceId(),
                        care.getDeviceMake(),
                        care.getDeviceVersion(),
                        care.getDeviceOs(),
                        care.getDeviceOsVersion()));
    }

    /** The outcome, the same for the same ledger entry: it may be published again after a crash. */
    static CaseEvent event(LedgerEntry entry) {
        CaseEventType type = entry.state() == CaseState.CREATED ? CaseEventType.CREATED : CaseEventType.FAILED;
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

    static CloudEventHeaders headers(CaseEvent event) {
        return new CloudEventHeaders(
                event.getEventId(),
                "io.caseline.case." + event.getType().name().toLowerCase(Locale.ROOT),
                SOURCE,
                event.getCorrelationId(),
                event.getOccurredAt());
    }
}
