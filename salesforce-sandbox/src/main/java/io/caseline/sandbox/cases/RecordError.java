package io.caseline.sandbox.cases;

import java.util.List;

/** Why a record was refused. The messages are those of Salesforce. */
public record RecordError(String statusCode, String message, List<String> fields) {

    static RecordError of(String statusCode, String message, CaseField... fields) {
        return new RecordError(
                statusCode,
                message,
                List.of(fields).stream().map(CaseField::apiName).toList());
    }

    public static RecordError unknownField(String name) {
        return of("INVALID_FIELD", "No such column '" + name + "' on sobject of type Case");
    }

    static RecordError unknownType(String type) {
        return of("INVALID_TYPE", "sObject type '" + type + "' is not supported.");
    }

    /** @param id of the record that has the external id, or {@code <unknown>} if it no longer exists */
    public static RecordError duplicate(String id) {
        return of(
                "DUPLICATE_VALUE",
                "duplicate value found: %s duplicates value on record with id: %s"
                        .formatted(CaseField.CORRELATION_ID.apiName(), id));
    }

    public static RecordError noExternalId() {
        return of("MISSING_ARGUMENT", CaseField.CORRELATION_ID.apiName() + " not specified");
    }

    public static RecordError noSuchRecord() {
        return of("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id");
    }

    public static RecordError locked() {
        return of("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record");
    }

    public static RecordError automationFailed() {
        return of("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "Too many SOQL queries: 101");
    }

    public static RecordError rolledBack() {
        return of(
                "ALL_OR_NONE_OPERATION_ROLLED_BACK",
                "Record rolled back because not all records were valid and the request was using AllOrNone header");
    }
}
