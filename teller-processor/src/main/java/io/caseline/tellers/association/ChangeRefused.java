package io.caseline.tellers.association;

import io.caseline.schemas.AssociationReason;
import org.jspecify.annotations.Nullable;

/** One command's change is refused where it would be kept. Rolls the transaction back: nothing of it is to stay. */
final class ChangeRefused extends RuntimeException {
    private final AssociationReason reason;

    ChangeRefused(AssociationReason reason, @Nullable Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    AssociationReason reason() {
        return reason;
    }
}
