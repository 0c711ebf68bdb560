package io.caseline.tellers.association;

import org.jspecify.annotations.Nullable;

/** One command's change is refused where it would be kept. Rolls the transaction back: nothing of it is to stay. */
final class ChangeRefused extends RuntimeException {
    private final Reason reason;

    ChangeRefused(Reason reason, @Nullable Throwable cause) {
        super(reason.name(), cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
