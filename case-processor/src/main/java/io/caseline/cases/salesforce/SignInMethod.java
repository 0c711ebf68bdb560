package io.caseline.cases.salesforce;

import org.springframework.util.LinkedMultiValueMap;

/** How this application signs in: with a secret, or with an assertion that it signs itself. */
sealed interface SignInMethod permits ClientCredentials, JwtBearer {

    /**
     * The form to post to the token endpoint.
     *
     * @throws IllegalStateException if the secret or the key cannot be read; it names the setting, and quotes nothing
     */
    Form form();

    /** Keeps the secret, or the assertion, out of every log: Spring's client prints what it sends at DEBUG. */
    final class Form extends LinkedMultiValueMap<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            return "Form" + keySet();
        }
    }
}
