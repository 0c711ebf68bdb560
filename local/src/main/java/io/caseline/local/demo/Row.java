package io.caseline.local.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the table.
 *
 * @param answer the HTTP status and what became of the request
 * @param number the case number or the response code
 * @param complaints how the answer differs from what the sample file says it should be
 */
record Row(String request, String answer, String number, Kind kind, Duration took, List<String> complaints) {

    enum Kind {
        CASE_CREATED,
        CASE_FAILED,
        CASE_REFUSED,
        CARD_ASSOCIATED,
        CARD_REFUSED
    }

    /** The same, with the complaint that the first request got another answer. */
    Row butFirst(String otherNumber) {
        return but("%s, and %s the first time".formatted(number, otherNumber));
    }

    /** The same, with one more complaint. */
    Row but(String complaint) {
        List<String> more = new ArrayList<>(complaints);
        more.add(complaint);
        return new Row(request, answer, number, kind, took, more);
    }
}
