package io.caseline.gateway.tellers;

import io.caseline.messages.TellerEvent;
import io.caseline.schemas.AssociationReason;

/**
 * A response code of the document, with the document's own sentence for it.
 *
 * @param code the document's response code; 0 is success
 * @param description the document's sentence, verbatim
 */
record ResponseCode(int code, String description) {
    private static final String YOUNG = "This account cannot be updated to an employee account till 24 hours from the"
            + " account creation. Please try after 24 hours of account creation.";

    /** Where the document has no sentence for the field. */
    static final ResponseCode INVALID_PARAMETER = invalid("InvalidParameter");

    static final ResponseCode INVALID_ACCOUNT_NUMBER = invalid("Invalid length of AccountNumber");
    static final ResponseCode GENERAL_FAILURE = new ResponseCode(1000, "GeneralFailure");

    static ResponseCode required(String field) {
        return invalid(field + " is required");
    }

    static ResponseCode tooLong(String field) {
        return invalid(field + " is too long");
    }

    static ResponseCode invalid(String sentence) {
        return new ResponseCode(100, sentence);
    }

    /** The code of an outcome; a reason newer than this gateway gets the sentence of its code. */
    static ResponseCode of(TellerEvent event) {
        return of(event.getReason(), event.getResponseCode());
    }

    static ResponseCode of(String reason, int code) {
        return AssociationReason.of(reason).map(ResponseCode::of).orElseGet(() -> new ResponseCode(code, byCode(code)));
    }

    private static ResponseCode of(AssociationReason reason) {
        return switch (reason) {
            case INVALID_ACCOUNT_NUMBER_LENGTH -> INVALID_ACCOUNT_NUMBER;
            case ACCOUNT_NUMBER_NOT_FOUND -> new ResponseCode(reason.code(), "Account Not Found.");
            case ACCOUNT_CLOSED -> new ResponseCode(reason.code(), "AccountStatus is Closed");
            case ACCOUNT_PENDING -> new ResponseCode(reason.code(), "AccountStatus is Pending");
            case ACCOUNT_LOCKED -> new ResponseCode(reason.code(), "AccountStatus is Locked");
            case ACCOUNT_RESTRICTED -> new ResponseCode(reason.code(), "Account Status is Restricted");
            default -> new ResponseCode(reason.code(), byCode(reason.code()));
        };
    }

    private static String byCode(int code) {
        return switch (code) {
            case 0 -> "Success";
            case 100 -> INVALID_PARAMETER.description();
            case 110 -> "Invalid Account Status";
            case 130 -> "InvalidMerchant";
            case 800 -> "Store was not found";
            case 815 -> "AccountNotFound";
            case 860 -> "Failed to save teller card info into database";
            case 861 -> "RetailChainUserNotFound";
            case 862 -> "User is not active";
            case 863 -> "UserNameNotMatch";
            case 868 -> "Card has already been associated with the teller";
            case 870 -> YOUNG;
            default -> GENERAL_FAILURE.description();
        };
    }
}
