package io.caseline.local.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of {@code cards.ndjson}: a teller and an account for the directory, a request to associate them, and the expected
 * response.
 *
 * @param what what the sample shows
 * @param teller the teller in the directory; none if left out
 * @param account the account in the directory; none if left out
 * @param by how the request identifies the account
 * @param change a JSON merge patch to the request's body
 * @param requestId {@code X-GD-RequestId}; a new one if left out, no header if empty
 * @param then requests after the response to this one
 */
record CardSample(
        String what,
        String merchant,
        String store,
        @Nullable Teller teller,
        @Nullable Account account,
        By by,
        @Nullable ObjectNode change,
        @Nullable String requestId,
        Expected expect,
        @Nullable List<Then> then) {

    enum By {
        IDENTIFIER,
        NUMBER,
        REGISTRATION
    }

    /** @param unsaveable the database refuses this teller's card during the demo */
    record Teller(String first, String last, String status, boolean unsaveable) {}

    /** @param unreadable the sealed name of the holder cannot be read */
    record Account(String first, String last, String status, int ageHours, boolean unreadable) {}

    /** Response code and description. */
    record Expected(int code, String sentence) {}

    /** @param same whether it repeats the request, and so gets an identical response */
    record Then(String what, boolean same, Expected expect) {}
}
