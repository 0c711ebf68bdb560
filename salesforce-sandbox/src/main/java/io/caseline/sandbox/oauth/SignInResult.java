package io.caseline.sandbox.oauth;

/** The result of a token request. */
sealed interface SignInResult {

    record Granted() implements SignInResult {}

    /** The errors of the token endpoint, as Salesforce returns them. */
    enum Denied implements SignInResult {
        UNSUPPORTED_GRANT("unsupported_grant_type", "grant type not supported"),
        UNKNOWN_CLIENT("invalid_client_id", "client identifier invalid"),
        WRONG_SECRET("invalid_client", "invalid client credentials"),
        INVALID_ASSERTION("invalid_grant", "invalid assertion"),
        WRONG_AUDIENCE("invalid_grant", "audience is invalid");

        private final String error;
        private final String description;

        Denied(String error, String description) {
            this.error = error;
            this.description = description;
        }

        String error() {
            return error;
        }

        String description() {
            return description;
        }
    }
}
