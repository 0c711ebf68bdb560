package io.caseline.local.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of {@code cards.ndjson}: a teller and an account that are put into the directory, a request to associate
 * them, and the answer it should get.
 *
 * @param what what the line shows
 * @param teller the teller in the directory; none if left out
 * @param account the account in the directory; none if left out
 * @param by what the request names the account by
 * @param change a JSON merge patch to the request's body
 * @param requestId {@code X-GD-RequestId}; a new one if left out, no header if empty
 * @param then requests after the answer to this one
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

    /** @param unsaveable the database refuses this teller's card while the demo runs */
    record Teller(String first, String last, String status, boolean unsaveable) {}

    /** @param unreadable what is sealed as the holder's name is none */
    record Account(String first, String last, String status, int ageHours, boolean unreadable) {}

    /** The document's code and sentence. */
    record Expected(int code, String sentence) {}

    /** @param same whether it is the same request again, which gets the same answer to the letter */
    record Then(String what, boolean same, Expected expect) {}
}
