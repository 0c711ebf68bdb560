package io.caseline.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of the report.
 *
 * @param answer HTTP status and outcome
 * @param number the case number or the response code
 * @param mismatches how the response differs from the expected one
 */
record Row(String request, String answer, String number, Kind kind, Duration took, List<String> mismatches) {

    enum Kind {
        CASE_CREATED,
        CASE_FAILED,
        CASE_REFUSED,
        CARD_ASSOCIATED,
        CARD_REFUSED
    }

    /** The same, with the mismatch that the first request got another number. */
    Row withOtherFirst(String otherNumber) {
        return withMismatch("%s, and %s the first time".formatted(number, otherNumber));
    }

    /** The same, with one more mismatch. */
    Row withMismatch(String mismatch) {
        List<String> more = new ArrayList<>(mismatches);
        more.add(mismatch);
        return new Row(request, answer, number, kind, took, more);
    }
}
