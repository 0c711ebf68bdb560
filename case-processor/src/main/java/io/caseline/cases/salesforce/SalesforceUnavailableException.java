package io.caseline.cases.salesforce;

import org.jspecify.annotations.Nullable;

/** The org cannot be used now: unreachable, too slow, signed out, over its quota. Any other call would fail, too. */
public final class SalesforceUnavailableException extends SalesforceException {

    public SalesforceUnavailableException(String code) {
        this(code, false, null);
    }

    SalesforceUnavailableException(String code, boolean caseMayExist, @Nullable Throwable cause) {
        super(code, caseMayExist, cause);
    }
}
