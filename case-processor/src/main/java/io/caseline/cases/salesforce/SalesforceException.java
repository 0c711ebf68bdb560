package io.caseline.cases.salesforce;

import org.jspecify.annotations.Nullable;

/** A call without results for its records: they are sent again, which is safe as the external id is unique. */
public abstract sealed class SalesforceException extends RuntimeException
        permits SalesforceUnavailableException, CallRefusedException {
    private final String code;
    private final boolean caseMayExist;

    SalesforceException(String code, boolean caseMayExist, @Nullable Throwable cause) {
        super("Salesforce: " + code, cause);
        this.code = code;
        this.caseMayExist = caseMayExist;
    }

    /** Salesforce's code, or one of this application such as UNREACHABLE; never a message, which may quote values. */
    public String code() {
        return code;
    }

    /** Whether the call may have created cases, or may still do so. */
    public boolean caseMayExist() {
        return caseMayExist;
    }
}
