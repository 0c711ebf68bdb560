package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CareRequest.Device;
import io.caseline.gateway.cases.CareRequest.Phone;
import io.caseline.messages.CareCase;
import io.caseline.messages.SubmitCase;
import io.caseline.schemas.Sealing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes the command of a customer-care request. Everything that the customer said is sealed. */
@Component
class SubmitCaseFactory {
    private static final Phone NO_PHONE = new Phone(null, null);
    private static final Device NO_DEVICE = new Device(null, null, null, null, null);

    private final Sealing sealing;
    private final InstantSource clock;

    SubmitCaseFactory(Sealing sealing, InstantSource clock) {
        this.sealing = sealing;
        this.clock = clock;
    }

    SubmitCase create(UUID correlationId, String programCode, UUID requestId, CareRequest request) {
        return SubmitCase.newBuilder()
                .setCorrelationId(correlationId)
                .setProgramCode(programCode)
                .setRequestId(requestId)
                .setReceivedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                .setSealedCase(sealing.seal(encoded(request), correlationId))
                .build();
    }

    private static ByteBuffer encoded(CareRequest request) {
        Phone phone = request.phone() == null ? NO_PHONE : request.phone();
        Device device = request.device() == null ? NO_DEVICE : request.device();
        try {
            return CareCase.newBuilder()
                    .setSubject(request.subject())
                    .setFirstName(request.firstName())
                    .setLastName(request.lastName())
                    .setCustomerQuestion(request.customerQuestion())
                    .setEmailAddress(request.emailAddress())
                    .setAccountIdentifier(request.accountIdentifier())
                    .setAccountHolderIdentifier(request.accountHolderIdentifier())
                    .setPhoneNumber(phone.number())
                    .setPhoneType(phone.type())
                    .setDeviceId(device.id())
                    .setDeviceMake(device.make())
                    .setDeviceVersion(device.version())
                    .setDeviceOs(device.os())
                    .setDeviceOsVersion(device.osVersion())
                    .build()
                    .toByteBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
