package io.caseline.cases.mapping;

import io.caseline.cases.ledger.CaseCommand;
import io.caseline.cases.mapping.UnsealedCase.Device;
import io.caseline.messages.CareCase;
import io.caseline.schemas.SealedRecords;
import io.caseline.schemas.Sealing;
import io.caseline.schemas.Sealing.BrokenSealException;
import java.io.IOException;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;

/** Unseals what the customer said in a command. */
final class CommandUnsealer {

    private CommandUnsealer() {}

    /** Empty if no key opens it, or what is inside is no care case. */
    static Optional<UnsealedCase> unseal(CaseCommand command, Sealing sealing) {
        try {
            byte[] plain = sealing.unseal(command.sealedCase(), command.correlationId());
            return Optional.of(unsealed(command, SealedRecords.CARE_CASE.decode(plain)));
        } catch (BrokenSealException | IOException | AvroRuntimeException e) {
            return Optional.empty();
        }
    }

    private static UnsealedCase unsealed(CaseCommand command, CareCase care) {
        return new UnsealedCase(
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
}
