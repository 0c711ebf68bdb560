package io.caseline.sandbox.oauth;

/** What becomes of a request for a token. */
sealed interface SignIn {

    record Granted() implements SignIn {}

    /** The errors of the token endpoint, in Salesforce's words. */
    enum Denied implements SignIn {
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
