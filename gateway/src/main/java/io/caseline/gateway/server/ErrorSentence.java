package io.caseline.gateway.server;

import io.caseline.gateway.security.RefusalReason;
import jakarta.servlet.http.HttpServletRequest;

/** Sentences for requests that reach no API; they tell nothing about the caller or the internals. */
final class ErrorSentence {

    private ErrorSentence() {}

    /** The sentence that the security filters have left with the request, or the one for the status. */
    static String of(HttpServletRequest request, int status) {
        return request.getAttribute(RefusalReason.ATTRIBUTE) instanceof String sentence ? sentence : of(status);
    }

    private static String of(int status) {
        return switch (status) {
            case 401 -> "A valid bearer token is required: send the header Authorization: Bearer and the token";
            case 403 -> "The token does not have the required scope";
            case 404 -> "There is nothing at this path; see the API's document for its paths";
            case 405 -> "This path does not support this method; the header Allow says which it does";
            case 429 -> "Too many callers are reading documents; try again in a moment";
            case 503 -> "Tokens cannot be verified at the moment; nothing was accepted";
            default -> status < 500 ? "The request cannot be read" : "The request could not be processed";
        };
    }
}
