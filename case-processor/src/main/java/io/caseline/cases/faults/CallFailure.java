package io.caseline.cases.faults;

import io.caseline.cases.ledger.Decision.Retry;
import io.caseline.cases.salesforce.SalesforceCodes;
import io.caseline.cases.salesforce.SalesforceUnavailableException;
import java.time.Duration;
import java.util.StringJoiner;

/**
 * Why a call ended with no result for its records. All calls are held, and each of its records is sent again.
 *
 * @param retry decision on each record of the call that has none
 * @param tooSlow whether smaller calls may pass
 */
public record CallFailure(String code, Retry retry, boolean tooSlow) {
    /** @param sent whether the call may have reached Salesforce */
    public static CallFailure of(RuntimeException e, boolean sent) {
        if (e instanceof SalesforceUnavailableException unavailable) {
            String code = unavailable.code();
            Retry retry = new Retry(code, Duration.ZERO, false, unavailable.caseMayExist());
            return new CallFailure(code, retry, code.equals(SalesforceCodes.TIME_OUT));
        }
        // not about one record: whatever it is, the next call would fail too
        String code = internalCode(e);
        return new CallFailure(code, new Retry(code, Duration.ZERO, false, sent), false);
    }

    /** The code of an error of this application. */
    public static String internalCode(RuntimeException e) {
        return "INTERNAL_" + e.getClass().getSimpleName();
    }

    /** The stack trace for the log, without the messages, which may quote the customer. */
    public static String traceOf(Throwable e) {
        StringJoiner lines = new StringJoiner("\n\tat ");
        lines.add(e.getClass().getName());
        for (StackTraceElement element : e.getStackTrace()) {
            lines.add(element.toString());
        }
        return e.getCause() == null ? lines.toString() : lines + "\nCaused by: " + traceOf(e.getCause());
    }
}
