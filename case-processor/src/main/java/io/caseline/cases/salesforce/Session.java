package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceApi.TokenAnswer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;
import org.springframework.web.util.DefaultUriBuilderFactory;
import org.springframework.web.util.UriBuilderFactory;

/** The session with the org: one for all threads, and one sign-in at a time. */
@Component
class Session {
    private static final Logger log = LoggerFactory.getLogger(Session.class);

    private final SalesforceApi api;
    private final SalesforceSettings settings;
    private @Nullable Token token;

    Session(SalesforceApi api, SalesforceSettings settings) {
        this.api = api;
        this.settings = settings;
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
        MultiValueMap<String, String> grant = new LinkedMultiValueMap<>();
        grant.add("grant_type", "client_credentials");
        grant.add("client_id", settings.clientId());
        grant.add("client_secret", settings.secret());
        TokenAnswer answer;
        try {
            answer = api.signIn(new DefaultUriBuilderFactory(settings.url().toString()), grant);
        } catch (RestClientResponseException e) {
            throw new SalesforceTrouble("SIGN_IN_HTTP_" + e.getStatusCode().value());
        } catch (RestClientException e) {
            throw SalesforceClient.unanswered(e);
        }
        if (answer.accessToken() == null || answer.instanceUrl() == null) {
            throw new SalesforceTrouble("SIGN_IN_ANSWER_UNREADABLE");
        }
        log.info("Signed in to Salesforce at {}", answer.instanceUrl());
        return new Token(answer.accessToken(), new DefaultUriBuilderFactory(answer.instanceUrl()));
    }
}
