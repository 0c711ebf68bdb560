package io.caseline.gateway.http;

import io.caseline.gateway.places.Places;
import io.caseline.web.Drain;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens exchanges, and has their places. Status queries have places of their own: however many of them wait for a slow
 * processor, commands are accepted.
 */
@Component
public class Exchanges {
    /** One line for each response; off unless a setting turns it on. */
    private static final Logger access = LoggerFactory.getLogger("caseline.access");

    /** Margin over the time-outs of Kafka (5 s) and of a status query (6 s), so that the async time-out never comes first. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final RequestSettings settings;
    private final RequestMetrics metrics;
    private final Drain drain;
    private final OutcomeThreads outcomeThreads;
    private final JsonMapper json;
    private final ObjectReader payloads;
    private final Places requests;
    private final Places statusQueries;

    Exchanges(RequestSettings settings, RequestMetrics metrics, Drain drain, OutcomeThreads outcomeThreads) {
        this.settings = settings;
        this.metrics = metrics;
        this.drain = drain;
        this.outcomeThreads = outcomeThreads;
        this.json = Payload.mapper(settings.nesting());
        this.payloads = Payload.reader(json);
        this.requests = new Places(settings.maxInFlight());
        this.statusQueries = new Places(settings.maxStatusQueries());
        metrics.inFlight(requests::taken);
        metrics.statusQueries(statusQueries::taken);
    }

    /**
     * Opens the exchange of a request that becomes a command.
     *
     * @param operation its name in metrics and the access log
     * @param defaultWait how long a caller without a preference waits for the outcome
     */
    public Exchange open(
            HttpServletRequest request, String operation, Duration defaultWait, Problem.Envelope envelope) {
        return open(requests, request, operation, defaultWait, envelope);
    }

    /** The same for a status query, which waits only if the caller asks for it. */
    public Exchange openStatusQuery(HttpServletRequest request, String operation, Problem.Envelope envelope) {
        return open(statusQueries, request, operation, Duration.ZERO, envelope);
    }

    private Exchange open(
            Places places,
            HttpServletRequest request,
            String operation,
            Duration defaultWait,
            Problem.Envelope envelope) {
        Preference preference = Preference.of(request.getHeaders("Prefer"), defaultWait, settings.maxWait());
        Duration timeout = settings.bodyTimeout().plus(preference.waitTime()).plus(MARGIN);
        return new Exchange(this, places, operation, envelope, request, preference, timeout);
    }

    RequestSettings settings() {
        return settings;
    }

    Executor outcomeThreads() {
        return outcomeThreads;
    }

    ResponseWriter writer(AsyncContext async) {
        return new ResponseWriter(async, json, drain.isDraining());
    }

    Payload payload(byte[] body) {
        return new Payload(payloads, body);
    }

    /** Counts a response, and logs it if the access log is on. */
    void record(String operation, @Nullable UUID correlationId, Response response, Duration duration) {
        metrics.responded(operation, response.status(), response.code());
        if (access.isInfoEnabled()) {
            access.atInfo()
                    .addKeyValue("operation", operation)
                    .addKeyValue("status", response.status())
                    .addKeyValue("code", response.code())
                    .addKeyValue("correlationId", correlationId == null ? "-" : correlationId)
                    .addKeyValue("millis", duration.toMillis())
                    .log("responded");
        }
    }
}
