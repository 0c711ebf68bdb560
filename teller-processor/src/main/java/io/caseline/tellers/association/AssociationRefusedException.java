package io.caseline.tellers.association;

import org.jspecify.annotations.Nullable;

/** The database refuses to store an association. Rolls the transaction back: the fee plan stays unchanged, too. */
final class AssociationRefusedException extends RuntimeException {

    AssociationRefusedException(@Nullable Throwable cause) {
        super("The database refuses to store an association", cause);
    }
}
