package io.caseline.gateway.security;

/** What is told of a request that no API answers: not who it was, and nothing of the inside. */
public final class Refusal {

    private Refusal() {}

    /** A sentence for this HTTP status. */
    public static String sentence(int status) {
        return switch (status) {
            case 401 -> "A token that holds is required";
            case 403 -> "The token lacks the scope";
            case 404 -> "There is nothing at this path";
            case 405 -> "This path does not have this method";
            case 503 -> "Tokens cannot be judged at the moment; nothing was accepted";
            default -> status < 500 ? "The request cannot be read" : "The request could not be processed";
        };
    }
}
