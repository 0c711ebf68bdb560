package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceApi.SignInError;
import io.caseline.cases.salesforce.SalesforceApi.TokenAnswer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

/** The session with the org: one for all threads, and one sign-in at a time. */
@Component
class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private static final Pattern ERROR = Pattern.compile("[a-z_]{1,60}");

    private final SalesforceApi api;
    private final Grant grant;
    private final UriBuilderFactory login;
    private @Nullable Token token;

    Session(SalesforceApi api, Grant grant, SalesforceSettings settings) {
        this.api = api;
        this.grant = grant;
        this.login = new DefaultUriBuilderFactory(settings.url().toString());
    }

    /** @param instance where the org's API is, as the sign-in said */
    record Token(String value, UriBuilderFactory instance) {
        String bearer() {
            return "Bearer " + value;
        }

        @Override
        public String toString() {
            return "Token";
        }
    }

    /**
     * The token, signing in if there is none; who comes meanwhile waits for the same one.
     *
     * @throws SalesforceTrouble if the org does not let us in
     */
    synchronized Token token() {
        if (token == null) {
            token = signIn();
        }
        return token;
    }

    /** Says that Salesforce takes this token no more. A newer one stays. */
    synchronized void drop(Token dead) {
        if (dead.equals(token)) {
            token = null;
        }
    }

    private Token signIn() {
        TokenAnswer answer;
        try {
            answer = api.signIn(login, form());
        } catch (RestClientResponseException e) {
            throw new SalesforceTrouble("SIGN_IN_" + error(e));
        } catch (RestClientException e) {
            throw ApiCalls.unanswered(e);
        }
        if (answer.accessToken() == null || answer.instanceUrl() == null) {
            throw new SalesforceTrouble("SIGN_IN_ANSWER_UNREADABLE");
        }
        log.info("Signed in to Salesforce at {}", answer.instanceUrl());
        return new Token(answer.accessToken(), new DefaultUriBuilderFactory(answer.instanceUrl()));
    }

    private MultiValueMap<String, String> form() {
        try {
            return grant.form();
        } catch (IllegalStateException e) {
            throw new SalesforceTrouble("SIGN_IN_SECRET_UNREADABLE", e);
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
