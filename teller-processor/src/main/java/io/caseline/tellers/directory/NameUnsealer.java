package io.caseline.tellers.directory;

import io.caseline.messages.PersonName;
import io.caseline.schemas.EntityId;
import io.caseline.schemas.SealedRecords;
import io.caseline.schemas.Sealing;
import io.caseline.tellers.rules.HolderName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.springframework.stereotype.Component;

/** Unseals the name of a teller, or of an account's holder, as the directory's messages carry it. */
@Component
public final class NameUnsealer {
    private final Sealing sealing;

    NameUnsealer(Sealing sealing) {
        this.sealing = sealing;
    }

    /** Empty if no key opens it, or it is not a name. */
    public Optional<HolderName> unseal(byte[] sealed, EntityId entity) {
        try {
            byte[] plain = sealing.unseal(ByteBuffer.wrap(sealed), entity.nameSeal());
            PersonName name = SealedRecords.PERSON_NAME.decode(plain);
            return Optional.of(new HolderName(name.getFirstName(), name.getLastName()));
        } catch (Sealing.BrokenSealException | IOException | AvroRuntimeException e) {
            return Optional.empty();
        }
    }
}
