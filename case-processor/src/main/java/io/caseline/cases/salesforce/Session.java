package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceApi.SignInError;
import io.caseline.cases.salesforce.SalesforceApi.TokenResponse;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

/**
 * The session with the org: one for all threads. When it has ended, there is one sign-in for all of them. If that fails, all
 * get its failure, and the next call tries again.
 */
@Component
class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");

    private final SalesforceApi api;
    private final SignInMethod method;
    private final UriBuilderFactory login;
    private final SingleFlight<Token> signIn = new SingleFlight<>();

    private volatile @Nullable Token token;

    /** Number of sign-ins, and why the last one failed, if it did. Used within the single flight only. */
    private int signIns;

    private @Nullable SalesforceUnavailableException failure;

    Session(SalesforceApi api, SignInMethod method, SalesforceSettings settings) {
        this.api = api;
        this.method = method;
        this.login = new DefaultUriBuilderFactory(settings.url().toString());
    }

    /**
     * @param number of the sign-in that gave it
     * @param apiUrl address of the org's API, as the sign-in returned it
     */
    record Token(int number, String value, UriBuilderFactory apiUrl) {
        String bearer() {
            return "Bearer " + value;
        }

        @Override
        public String toString() {
            return "Token";
        }
    }

    /**
     * The token. Signs in if there is none; concurrent callers wait for the same sign-in.
     *
     * @throws SalesforceUnavailableException if the sign-in fails
     */
    Token token() {
        Token known = token;
        return known == null ? signIn.get(this::newToken) : known;
    }

    /**
     * A new token in place of one that Salesforce rejects.
     *
     * @throws SalesforceUnavailableException if the sign-in fails, or a concurrent caller's sign-in has failed
     */
    Token renew(Token dead) {
        drop(dead);
        return signIn.get(() -> {
            if (token == null && signIns > dead.number()) {
                SalesforceUnavailableException known = failure;
                throw known == null ? new SalesforceUnavailableException(SalesforceCodes.INVALID_SESSION_ID) : known;
            }
            return newToken();
        });
    }

    /** Salesforce rejects this token. A newer one stays. */
    synchronized void drop(Token dead) {
        if (dead.equals(token)) {
            token = null;
        }
    }

    /** A caller who waited for an earlier sign-in may find its token here. */
    private Token newToken() {
        Token known = token;
        if (known != null) {
            return known;
        }
        signIns++;
        failure = null;
        try {
            Token made = signIn(signIns);
            token = made;
            return made;
        } catch (SalesforceUnavailableException e) {
            failure = e;
            throw e;
        }
    }

    private Token signIn(int number) {
        @Nullable TokenResponse response;
        try {
            response = api.signIn(login, form());
        } catch (RestClientResponseException e) {
            throw new SalesforceUnavailableException("SIGN_IN_" + error(e));
        } catch (RestClientException e) {
            throw new SalesforceUnavailableException(
                    "SIGN_IN_" + ApiCalls.noResponse(e).code(), false, e);
        }
        if (response == null) {
            throw new SalesforceUnavailableException("SIGN_IN_RESPONSE_EMPTY");
        }
        if (response.accessToken() == null || response.instanceUrl() == null) {
            throw new SalesforceUnavailableException("SIGN_IN_RESPONSE_NOT_READABLE");
        }
        log.info("Signed in to Salesforce at {}", response.instanceUrl());
        return new Token(number, response.accessToken(), new DefaultUriBuilderFactory(response.instanceUrl()));
    }

    private SignInMethod.Form form() {
        try {
            return method.form();
        } catch (IllegalStateException e) {
            throw new SalesforceUnavailableException("SIGN_IN_SECRET_UNREADABLE", false, e);
        }
    }

    /** OAuth's code, such as INVALID_GRANT, or the HTTP status. */
    private static String error(RestClientResponseException e) {
        try {
            SignInError error = e.getResponseBodyAs(SignInError.class);
            if (error != null
                    && error.error() != null
                    && ERROR.matcher(error.error()).matches()) {
                return error.error().toUpperCase(Locale.ROOT);
            }
        } catch (RestClientException | IllegalStateException notJson) {
            log.debug("The sign-in was refused without a reason", notJson);
        }
        return "HTTP_" + e.getStatusCode().value();
    }
}
