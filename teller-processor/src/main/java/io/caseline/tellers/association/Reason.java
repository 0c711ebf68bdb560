package io.caseline.tellers.association;

/** Every answer that the partner's document knows, with its code. The gateway makes the document's sentence of it. */
enum Reason {
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

    Reason(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether a repeat gets this answer again. 860, 870 and 1000 may pass: a repeat runs anew. */
    boolean isFinal() {
        return code != 860 && code != 870 && code != 1000;
    }
}
