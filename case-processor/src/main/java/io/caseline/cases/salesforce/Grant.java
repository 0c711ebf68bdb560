package io.caseline.cases.salesforce;

import org.springframework.util.MultiValueMap;

/** What this application proves itself with when it signs in. */
sealed interface Grant permits ClientCredentials, JwtBearer {

    /**
     * The form to post to the token endpoint.
     *
     * @throws IllegalStateException if the secret or the key cannot be read; it names the setting, and quotes nothing
     */
    MultiValueMap<String, String> form();
}
