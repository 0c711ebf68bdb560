package io.caseline.cases.salesforce;

/** Codes with a meaning of their own: Salesforce's, and those of this application where Salesforce gives none. */
public final class SalesforceCodes {
    /** A field has an invalid address; the refusal does not always name it. */
    public static final String INVALID_EMAIL_ADDRESS = "INVALID_EMAIL_ADDRESS";

    /** A validation rule of the org. */
    public static final String FIELD_CUSTOM_VALIDATION_EXCEPTION = "FIELD_CUSTOM_VALIDATION_EXCEPTION";

    public static final String INVALID_SESSION_ID = "INVALID_SESSION_ID";

    /** No call is left, or too many are under way at once. */
    public static final String REQUEST_LIMIT_EXCEEDED = "REQUEST_LIMIT_EXCEEDED";

    /** Of a record: passes with a retry. Of a call, with status 500: another call may pass. */
    public static final String UNKNOWN_EXCEPTION = "UNKNOWN_EXCEPTION";

    /** A query names a field that does not exist, or that this user may not read. */
    static final String INVALID_FIELD = "INVALID_FIELD";

    static final String DUPLICATE_VALUE = "DUPLICATE_VALUE";

    /** Of this application: there was no response in time. */
    public static final String TIME_OUT = "TIME_OUT";

    /** Of this application: the response lacks the results of some records. */
    public static final String RESULTS_MISSING = "RESULTS_MISSING";

    /** Of this application: a case exists according to Salesforce, but the query does not find it. */
    public static final String CASE_NOT_VISIBLE = "CASE_NOT_VISIBLE";

    private SalesforceCodes() {}
}
