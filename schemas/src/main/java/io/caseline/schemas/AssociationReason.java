package io.caseline.schemas;

import java.util.Arrays;
import java.util.Optional;

/**
 * Every reason of an association's outcome, with the response code of the partner API. {@code TellerEvent.reason} carries
 * the name, {@code TellerEvent.responseCode} the code; the gateway words it.
 */
public enum AssociationReason {
    SUCCESS(0),
    INVALID_ACCOUNT_NUMBER_LENGTH(100),
    INVALID_MERCHANT(130),
    STORE_NOT_FOUND(800),
    TELLER_NOT_FOUND(861),
    TELLER_NOT_ACTIVE(862),
    ACCOUNT_IDENTIFIER_NOT_FOUND(815),
    ACCOUNT_NUMBER_NOT_FOUND(110),
    ACCOUNT_CLOSED(110),
    ACCOUNT_PENDING(110),
    ACCOUNT_LOCKED(110),
    ACCOUNT_RESTRICTED(110),
    ACCOUNT_STATUS_INVALID(110),
    NAMES_DIFFER(863),
    SAME_CARD(868),
    ACCOUNT_TOO_YOUNG(870),
    FEE_PLAN_NOT_CHANGED(870),
    ASSOCIATION_NOT_SAVED(860),
    GENERAL_FAILURE(1000);

    private final int code;

    AssociationReason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Whether a repeat gets this outcome again. */
    public boolean isFinal() {
        return isFinalCode(code);
    }

    /** The same for an event's code, which may be of a later version. 860, 870 and 1000 are temporary: a repeat is decided anew. */
    public static boolean isFinalCode(int code) {
        return code != 860 && code != 870 && code != 1000;
    }

    /** Empty for a reason of a later version. */
    public static Optional<AssociationReason> of(String name) {
        return Arrays.stream(values())
                .filter(reason -> reason.name().equals(name))
                .findFirst();
    }
}
