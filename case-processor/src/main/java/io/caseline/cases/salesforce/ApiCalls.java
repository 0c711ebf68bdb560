package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceApi.ApiError;
import io.caseline.cases.salesforce.Session.Token;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/**
 * Makes a call to the API in the session, which is renewed once if it has ended. What an HTTP status or a code of the whole
 * call means is decided here: each failure becomes a {@link SalesforceException}.
 */
@Component
class ApiCalls {
    /** Statuses that are about the request itself: another call may pass. */
    private static final Set<Integer> OF_THE_CALL = Set.of(400, 413, 414, 422);

    private final Session session;
    private final CallBudget budget;
    private final MeterRegistry meters;

    ApiCalls(Session session, CallBudget budget, MeterRegistry meters) {
        this.session = session;
        this.budget = budget;
        this.meters = meters;
    }

    /**
     * @param kind what the call is for, in the metrics
     * @throws SalesforceUnavailableException if the org cannot be used now
     * @throws CallRefusedException if it refuses this call
     */
    <T> T make(String kind, Function<Token, T> call) {
        Token token = session.token();
        try {
            return timed(kind, token, call);
        } catch (RestClientResponseException e) {
            if (!isDeadSession(e)) {
                throw refused(e, token);
            }
        } catch (RestClientException e) {
            throw noResponse(e);
        }
        return makeAgain(kind, session.renew(token), call);
    }

    /** A second 401 is not followed by another sign-in: one for every call would get this user blocked. */
    private <T> T makeAgain(String kind, Token token, Function<Token, T> call) {
        try {
            return timed(kind, token, call);
        } catch (RestClientResponseException e) {
            throw refused(e, token);
        } catch (RestClientException e) {
            throw noResponse(e);
        }
    }

    private <T> T timed(String kind, Token token, Function<Token, T> call) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "failed";
        try {
            T response = call.apply(token);
            if (response == null) {
                throw new SalesforceUnavailableException("RESPONSE_EMPTY", true, null);
            }
            outcome = "answered";
            return response;
        } finally {
            sample.stop(meters.timer("caseline.salesforce.calls", "kind", kind, "outcome", outcome));
        }
    }

    private static boolean isDeadSession(RestClientResponseException e) {
        ApiError error = error(e);
        return isUnauthorized(e)
                && error != null
                && SalesforceCodes.INVALID_SESSION_ID.equals(error.errorCode())
                && (error.message() == null || !error.message().contains("not valid for use with the REST API"));
    }

    private static boolean isUnauthorized(RestClientResponseException e) {
        return e.getStatusCode().value() == HttpStatus.UNAUTHORIZED.value();
    }

    /** A rejected token is not used again: the next call, not this one, signs in. */
    private SalesforceException refused(RestClientResponseException e, Token token) {
        if (isUnauthorized(e)) {
            session.drop(token);
        }
        int status = e.getStatusCode().value();
        ApiError error = error(e);
        String code = error == null || error.errorCode() == null ? "HTTP_" + status : error.errorCode();
        if (error != null && code.equals(SalesforceCodes.REQUEST_LIMIT_EXCEEDED) && !isTooManyAtOnce(error)) {
            budget.exhausted();
        }
        if (OF_THE_CALL.contains(status) || (status == 500 && code.equals(SalesforceCodes.UNKNOWN_EXCEPTION))) {
            return new CallRefusedException(code, status == 500);
        }
        return new SalesforceUnavailableException(code, status >= 500, e);
    }

    /** The same code is used when too many calls are under way, which passes by itself. */
    private static boolean isTooManyAtOnce(ApiError error) {
        return error.message() != null && error.message().contains("Concurrent");
    }

    private static @Nullable ApiError error(RestClientResponseException e) {
        try {
            ApiError[] errors = e.getResponseBodyAs(ApiError[].class);
            return errors == null || errors.length == 0 ? null : errors[0];
        } catch (RestClientException | IllegalStateException notJson) {
            return null;
        }
    }

    /** No response, or an unreadable one; the cause is left out where it could quote the request. */
    static SalesforceUnavailableException noResponse(RestClientException e) {
        if (!(e instanceof ResourceAccessException)) {
            return new SalesforceUnavailableException("RESPONSE_NOT_READABLE", true, null);
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (cause instanceof HttpConnectTimeoutException || cause instanceof ConnectException) {
            return new SalesforceUnavailableException("UNREACHABLE", false, e);
        }
        return new SalesforceUnavailableException(
                cause instanceof HttpTimeoutException ? SalesforceCodes.TIME_OUT : "UNREACHABLE", true, e);
    }
}
