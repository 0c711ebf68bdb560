package io.caseline.cases.salesforce;

import java.util.Set;

/** What a record's statusCode means for the pipeline: decided here and nowhere else. */
enum ErrorKind {
    /** The record's own data: this record fails, however many others do too. */
    DATA,
    /** The record fails; if most records of a call get the code, it is the org. */
    REFUSED,
    /** Passes with a retry of this record. If it does not, the record fails; if most records of a call stay so, it is the org. */
    BUSY,
    /** Passes with a retry, and is never the record's fault: if it does not pass, it is the org. */
    NOT_YET,
    /** Every record will get it until a person acts, or time passes. */
    ORG;

    private static final Set<String> DATA_CODES =
            Set.of("STRING_TOO_LONG", "INVALID_EMAIL_ADDRESS", "NUMBER_OUTSIDE_VALID_RANGE", "DUPLICATES_DETECTED");

    private static final Set<String> BUSY_CODES =
            Set.of("UNABLE_TO_LOCK_ROW", "CONCURRENT_UPDATE", "QUERY_TIMEOUT", "UNKNOWN_EXCEPTION");

    /** Code of a case that exists, as Salesforce says, but which the query does not find. */
    static final String CASE_NOT_VISIBLE = "CASE_NOT_VISIBLE";

    private static final Set<String> NOT_YET_CODES = Set.of("API_TEMPORARILY_UNAVAILABLE", CASE_NOT_VISIBLE);

    /** Those of ids too: no partner's value goes into a field that takes one, so a setting is wrong. */
    private static final Set<String> ORG_CODES = Set.of(
            "INVALID_FIELD",
            "INVALID_ID_FIELD",
            "MALFORMED_ID",
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "INVALID_TYPE",
            "INVALID_SESSION_ID",
            "API_CURRENTLY_DISABLED",
            "API_DISABLED_FOR_ORG",
            "FUNCTIONALITY_NOT_ENABLED",
            "REQUEST_LIMIT_EXCEEDED",
            "STORAGE_LIMIT_EXCEEDED",
            "LIMIT_EXCEEDED",
            "SERVER_UNAVAILABLE",
            "ORG_LOCKED");

    private static final Set<String> FIELD_CODES = Set.of(
            "INVALID_FIELD",
            "INVALID_FIELD_FOR_INSERT_UPDATE",
            "INVALID_ID_FIELD",
            "MALFORMED_ID",
            "REQUIRED_FIELD_MISSING");

    /** Whether the code may come from fields of the org that are not as they were. */
    static boolean isOfFields(String code) {
        return FIELD_CODES.contains(code) || code.startsWith("INSUFFICIENT_ACCESS");
    }

    static ErrorKind of(String statusCode) {
        if (DATA_CODES.contains(statusCode)) {
            return DATA;
        }
        if (BUSY_CODES.contains(statusCode)) {
            return BUSY;
        }
        if (NOT_YET_CODES.contains(statusCode)) {
            return NOT_YET;
        }
        if (ORG_CODES.contains(statusCode) || statusCode.startsWith("INSUFFICIENT_ACCESS")) {
            return ORG;
        }
        return REFUSED;
    }
}
