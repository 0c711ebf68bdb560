package io.caseline.cases.faults;

import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
import java.time.Duration;

/**
 * Why a call ended with no result for its records. All calls are held, and each of its records is sent again.
 *
 * @param retry decision on each record of the call that has none
 * @param tooSlow whether smaller calls may pass
 */
public record CallFailure(String code, Retry retry, boolean tooSlow) {
    private static final String TIME_OUT = "TIME_OUT";

    /** @param sent whether the call may have reached Salesforce */
    public static CallFailure of(RuntimeException e, boolean sent) {
        if (e instanceof SalesforceUnavailableException unavailable) {
            String code = unavailable.code();
            Retry retry = new Retry(code, Duration.ZERO, false, unavailable.unanswered());
            return new CallFailure(code, retry, code.equals(TIME_OUT));
        }
        // not about one record: whatever it is, the next call would fail too
        String code = internalCode(e);
        return new CallFailure(code, new Retry(code, Duration.ZERO, false, sent), false);
    }

    /** The code of an error of this application, without its message, which may quote the customer. */
    public static String internalCode(RuntimeException e) {
        return "INTERNAL_" + e.getClass().getSimpleName();
    }
}
