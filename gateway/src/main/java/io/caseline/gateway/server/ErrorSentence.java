package io.caseline.gateway.server;

/** Sentences for requests that reach no API; they tell nothing about the caller or the internals. */
final class ErrorSentence {

    private ErrorSentence() {}

    static String of(int status) {
        return switch (status) {
            case 401 -> "A valid bearer token is required";
            case 403 -> "The token does not have the required scope";
            case 404 -> "There is nothing at this path";
            case 405 -> "This path does not support this method";
            case 503 -> "Tokens cannot be verified at the moment; nothing was accepted";
            default -> status < 500 ? "The request cannot be read" : "The request could not be processed";
        };
    }
}
