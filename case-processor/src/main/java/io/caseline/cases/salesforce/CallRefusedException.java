package io.caseline.cases.salesforce;

/** Salesforce refused this call as a whole, for what is in it or for its size. Another call may pass. */
public final class CallRefusedException extends SalesforceException {

    public CallRefusedException(String code, boolean caseMayExist) {
        super(code, caseMayExist, null);
    }
}
