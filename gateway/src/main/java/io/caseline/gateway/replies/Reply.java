package io.caseline.gateway.replies;

import io.caseline.messages.TellerEvent;
import io.caseline.schemas.AssociationReason;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * A processor's reply.
 *
 * @param sendId the send that was decided, if the outcome is not final; otherwise empty
 * @param event a CaseEvent or a TellerEvent
 */
record Reply(UUID correlationId, Optional<UUID> sendId, SpecificRecord event) {

    /**
     * A repeat never changes a final outcome, so it is for every waiter of this correlation id. An outcome that is not final
     * is only for the send that was decided: a later send is decided anew, and gets a reply of its own.
     *
     * @param awaited the send that a caller waits for; empty for any outcome
     */
    boolean isFor(Optional<UUID> awaited) {
        return isFinal() || awaited.isEmpty() || awaited.equals(sendId);
    }

    private boolean isFinal() {
        return !(event instanceof TellerEvent teller) || AssociationReason.isFinalCode(teller.getResponseCode());
    }
}
