package io.caseline.cases.salesforce;

import io.caseline.cases.salesforce.SalesforceApi.ApiError;
import io.caseline.cases.salesforce.SalesforceApi.CompositeAnswer;
import io.caseline.cases.salesforce.SalesforceApi.CompositeRequest;
import io.caseline.cases.salesforce.Session.Token;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;
import org.springframework.web.client.RestClientResponseException;

/** Inserts cases, many in one API call, and says of each what became of it. */
@Component
public class SalesforceClient {
    private final SalesforceApi api;
    private final Session session;
    private final SalesforceSettings settings;
    private final SalesforceHealth health;
    private final MeterRegistry meters;
    private final DistributionSummary recordsPerCall;

    SalesforceClient(
            SalesforceApi api,
            Session session,
            SalesforceSettings settings,
            SalesforceHealth health,
            MeterRegistry meters) {
        this.api = api;
        this.session = session;
        this.settings = settings;
        this.health = health;
        this.meters = meters;
        this.recordsPerCall = meters.summary("caseline.salesforce.records");
    }

    /** Cases that one call takes. */
    public int recordsPerCall() {
        return settings.recordsPerCall();
    }

    /**
     * Inserts the cases in one call. A case that exists already, by its correlation id, counts as created and is left
     * as it is.
     *
     * @return a result for each of the cases
     * @throws SalesforceTrouble if the org as a whole is in trouble; some of the cases may have been created
     */
    public Map<UUID, InsertResult> insert(List<NewCase> cases) {
        health.check();
        try {
            CompositeAnswer answer = call(InsertCall.of(cases, settings));
            recordsPerCall.record(cases.size());
            Map<UUID, InsertResult> results = InsertAnswer.read(cases, answer, settings.externalIdField());
            health.answered();
            return results;
        } catch (SalesforceTrouble trouble) {
            health.trouble(trouble.code());
            throw trouble;
        }
    }

    private CompositeAnswer call(CompositeRequest request) {
        Token token = session.token();
        try {
            return timed(token, request);
        } catch (RestClientResponseException e) {
            if (!isDeadSession(e)) {
                throw refused(e);
            }
            session.drop(token);
        } catch (RestClientException e) {
            throw unanswered(e);
        }
        return callAgain(request);
    }

    /** With a new session; a second 401 is trouble, as a sign-in for every call would get this user blocked. */
    private CompositeAnswer callAgain(CompositeRequest request) {
        Token token = session.token();
        try {
            return timed(token, request);
        } catch (RestClientResponseException e) {
            session.drop(token);
            throw refused(e);
        } catch (RestClientException e) {
            throw unanswered(e);
        }
    }

    private CompositeAnswer timed(Token token, CompositeRequest request) {
        Timer.Sample sample = Timer.start(meters);
        String outcome = "failed";
        try {
            CompositeAnswer answer = api.composite(
                    token.instance(), settings.apiVersion(), token.bearer(), settings.autoAssign(), request);
            outcome = "answered";
            return answer;
        } finally {
            sample.stop(meters.timer("caseline.salesforce.calls", "outcome", outcome));
        }
    }

    private static boolean isDeadSession(RestClientResponseException e) {
        ApiError error = error(e);
        return e.getStatusCode().value() == HttpStatus.UNAUTHORIZED.value()
                && error != null
                && "INVALID_SESSION_ID".equals(error.errorCode())
                && (error.message() == null || !error.message().contains("not valid for use with the REST API"));
    }

    private static SalesforceTrouble refused(RestClientResponseException e) {
        ApiError error = error(e);
        return new SalesforceTrouble(
                error == null || error.errorCode() == null
                        ? "HTTP_" + e.getStatusCode().value()
                        : error.errorCode());
    }

    private static @Nullable ApiError error(RestClientResponseException e) {
        try {
            ApiError[] errors = e.getResponseBodyAs(ApiError[].class);
            return errors == null || errors.length == 0 ? null : errors[0];
        } catch (RestClientException | IllegalStateException notJson) {
            return null;
        }
    }

    /** No answer, or none that can be read; the cause is left out where it could quote what was sent. */
    static SalesforceTrouble unanswered(RestClientException e) {
        if (!(e instanceof ResourceAccessException)) {
            return new SalesforceTrouble("ANSWER_UNREADABLE");
        }
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        if (cause instanceof HttpConnectTimeoutException) {
            return new SalesforceTrouble("UNREACHABLE", e);
        }
        return new SalesforceTrouble(cause instanceof HttpTimeoutException ? "TIME_OUT" : "UNREACHABLE", e);
    }
}
