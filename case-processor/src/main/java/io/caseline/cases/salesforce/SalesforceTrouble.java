package io.caseline.cases.salesforce;

import org.jspecify.annotations.Nullable;

/**
 * Trouble with the org as a whole: the records that have no outcome yet are to be sent again later, which is safe, as the
 * external id is unique.
 */
public final class SalesforceTrouble extends RuntimeException {
    private final String code;

    /** @param code Salesforce's code, or one of ours such as UNREACHABLE; never a message, which may quote values */
    public SalesforceTrouble(String code) {
        this(code, null);
    }

    SalesforceTrouble(String code, @Nullable Throwable cause) {
        super("Trouble with Salesforce: " + code, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
