package io.caseline.gateway.pipeline;

import io.caseline.gateway.commands.Command;
import io.caseline.gateway.http.Payload;
import io.caseline.gateway.http.Preference;
import io.caseline.gateway.http.Problem;
import io.caseline.gateway.http.RateLimits;
import io.caseline.gateway.http.Response;
import io.caseline.gateway.places.Caller;
import io.caseline.gateway.security.TokenPermissions;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between the partner APIs, in the order in which {@link RequestPipeline} needs it. A tenant is a program or
 * a merchant: tokens, rates and shares of waiters are for tenants.
 *
 * @param <R> a valid request
 * @param <S> the status of a request
 */
public interface PartnerApi<R, S> {

    /** The operationId in the OpenAPI document, capitalized. It is a part of correlation ids, so it never changes. */
    String operationId();

    /** The operation's name in metrics and the access log. */
    String operation();

    /** How long a caller without a preference waits for the outcome. */
    Duration defaultWait();

    RateLimits rateLimits();

    Problem.Envelope envelope();

    /** @return empty for an unknown path */
    Optional<Target> target(@Nullable String pathInfo);

    /**
     * What a path names.
     *
     * @param program empty where the path names none
     * @param id of the request whose status is queried; empty for a new request
     */
    record Target(String program, Optional<String> id) {}

    /** The tenant of a new request. */
    String tenant(Target target, Payload payload);

    /**
     * The tenants of a status query: the request is one of theirs. The one that a path names, or else those of the token,
     * one of whom a new request names in its body.
     */
    List<String> tenants(Target target, TokenPermissions permissions);

    /** @return the problem, if the token is not for this tenant or the gateway does not serve it */
    Optional<Problem> authorize(String tenant, TokenPermissions permissions);

    Reading<R> read(HttpServletRequest request, Payload payload, String tenant);

    /** A request body as read and validated. */
    sealed interface Reading<R> {

        /** @param content the payload without what may differ between repeats */
        record Valid<R>(R request, String requestId, ObjectNode content) implements Reading<R> {}

        record Refused<R>(Response response) implements Reading<R> {}
    }

    Command command(UUID correlationId, Caller caller, Reading.Valid<R> reading, Preference preference);

    Response pending(Command command, HttpServletRequest request);

    /** @param reply the processor's, a CaseEvent or a TellerEvent */
    Response replied(SpecificRecord reply, HttpServletRequest request);

    /** Queries the processor, which checks the caller's own token too. */
    S queryStatus(UUID correlationId, String tenant, String authorization);

    boolean isDecided(S status);

    Response status(S status, HttpServletRequest request);
}
