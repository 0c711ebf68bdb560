package io.caseline.cases.amendment;

import io.caseline.messages.CareCase;
import io.caseline.schemas.SealedRecords;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Sealing.BrokenSealException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.avro.AvroRuntimeException;
import org.springframework.stereotype.Component;

/** Translates content from and to the sealed part of a command. */
@Component
class SealedContent {
    private final Sealing sealing;

    SealedContent(Sealing sealing) {
        this.sealing = sealing;
    }

    /** @throws UnreadableContentException without a cause, which might quote what was read */
    SubmissionContent unseal(ByteBuffer sealed, UUID correlationId) {
        try {
            return content(SealedRecords.CARE_CASE.decode(sealing.unseal(sealed, correlationId)));
        } catch (BrokenSealException | IOException | AvroRuntimeException e) {
            throw new UnreadableContentException(correlationId);
        }
    }

    ByteBuffer seal(SubmissionContent content, UUID correlationId) {
        try {
            return sealing.seal(record(content).toByteBuffer(), correlationId);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SubmissionContent content(CareCase care) {
        return new SubmissionContent(
                care.getSubject(),
                care.getFirstName(),
                care.getLastName(),
                care.getCustomerQuestion(),
                care.getEmailAddress(),
                care.getAccountIdentifier(),
                care.getAccountHolderIdentifier(),
                care.getPhoneNumber(),
                care.getPhoneType(),
                care.getDeviceId(),
                care.getDeviceMake(),
                care.getDeviceVersion(),
                care.getDeviceOs(),
                care.getDeviceOsVersion());
    }

    private static CareCase record(SubmissionContent content) {
        return CareCase.newBuilder()
                .setSubject(content.subject())
                .setFirstName(content.firstName())
                .setLastName(content.lastName())
                .setCustomerQuestion(content.customerQuestion())
                .setEmailAddress(content.emailAddress())
                .setAccountIdentifier(content.accountIdentifier())
                .setAccountHolderIdentifier(content.accountHolderIdentifier())
                .setPhoneNumber(content.phoneNumber())
                .setPhoneType(content.phoneType())
                .setDeviceId(content.deviceId())
                .setDeviceMake(content.deviceMake())
                .setDeviceVersion(content.deviceVersion())
                .setDeviceOs(content.deviceOs())
                .setDeviceOsVersion(content.deviceOsVersion())
                .build();
    }
}
