package io.caseline.cases.faults;

import io.caseline.cases.salesforce.SalesforceCodes;
import java.util.Set;

/**
 * What a record's code says about the cause. Other classes read single codes for another purpose, such as the session, the
 * quota or a field; these codes are in {@link SalesforceCodes}.
 */
enum ErrorKind {
    /** The record's own data: this record fails, however many others do too. */
    DATA,
    /** The record, or the set-up that its program uses: how many others of the program get it decides. */
    REFUSED,
    /** The org's automation failed on a record, or on a call that is too big for it. */
    AUTOMATION,
    /** Another transaction holds what the record needs: passes with a retry. */
    BUSY,
    /** Passes with time, and is never the record's fault. */
    NOT_YET,
    /** Every record gets it until a person acts, or time passes. */
    ORG;

    private static final Set<String> DATA_CODES = Set.of(
            "STRING_TOO_LONG",
            SalesforceCodes.INVALID_EMAIL_ADDRESS,
            "NUMBER_OUTSIDE_VALID_RANGE",
            "DUPLICATES_DETECTED");

    private static final Set<String> AUTOMATION_CODES = Set.of(
            "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "CANNOT_EXECUTE_FLOW_TRIGGER", "APEX_ERROR", "LIMIT_EXCEEDED");

    private static final Set<String> BUSY_CODES = Set.of(
            "UNABLE_TO_LOCK_ROW",
            "CONCURRENT_UPDATE",
            "QUERY_TIMEOUT",
            SalesforceCodes.UNKNOWN_EXCEPTION,
            SalesforceCodes.RESULTS_MISSING);

    private static final Set<String> NOT_YET_CODES =
            Set.of("API_TEMPORARILY_UNAVAILABLE", SalesforceCodes.CASE_NOT_VISIBLE);

    private static final Set<String> ORG_CODES = Set.of(
            SalesforceCodes.INVALID_SESSION_ID,
            "API_CURRENTLY_DISABLED",
            "API_DISABLED_FOR_ORG",
            SalesforceCodes.REQUEST_LIMIT_EXCEEDED,
            "STORAGE_LIMIT_EXCEEDED",
            "SERVER_UNAVAILABLE",
            "ORG_LOCKED");

    /** Whether the code may show a fault of the program or the org, if other records get it too. */
    boolean mayBeOfProgram() {
        return this == REFUSED || this == AUTOMATION || this == ORG;
    }

    static ErrorKind of(String statusCode) {
        if (DATA_CODES.contains(statusCode)) {
            return DATA;
        }
        if (AUTOMATION_CODES.contains(statusCode)) {
            return AUTOMATION;
        }
        if (BUSY_CODES.contains(statusCode)) {
            return BUSY;
        }
        if (NOT_YET_CODES.contains(statusCode)) {
            return NOT_YET;
        }
        return ORG_CODES.contains(statusCode) ? ORG : REFUSED;
    }
}
