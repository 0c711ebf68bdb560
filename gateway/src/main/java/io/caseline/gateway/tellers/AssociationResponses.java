package io.caseline.gateway.tellers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caseline.gateway.ApiPaths;
import io.caseline.gateway.http.Problem;
import io.caseline.gateway.http.PublicPath;
import io.caseline.gateway.http.RequestIdFilter;
import io.caseline.gateway.http.Response;
import io.caseline.messages.TellerEvent;
import io.caseline.schemas.AssociationStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every response of Associate Retail Chain User With Card, in the document's metadata and headers. */
final class AssociationResponses implements Problem.Envelope {
    /** What this API calls its tenants. */
    static final String TENANT_KIND = "merchant";

    private static final DateTimeFormatter SEVEN_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final String retryAfter;

    AssociationResponses(InstantSource clock, String retryAfter) {
        this.clock = clock;
        this.retryAfter = retryAfter;
    }

    record Body(Metadata metadata) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Metadata(
            @Nullable String requestId,
            UUID responseId,
            String responseDateTime,
            @Nullable Integer responseCode,
            @Nullable String responseDescription) {}

    /** A business response: always HTTP 200. */
    Response business(HttpServletRequest request, UUID responseId, Instant time, ResponseCode responseCode) {
        return response(200, request, responseId, time, responseCode.code(), responseCode.description())
                .with("X-GD-ResponseCode", Integer.toString(responseCode.code()));
    }

    Response business(HttpServletRequest request, ResponseCode responseCode) {
        return business(request, UUID.randomUUID(), clock.instant(), responseCode);
    }

    /** Accepted; a status query at {@code Location}, or the same request sent again, returns the outcome. */
    Response pending(HttpServletRequest request, UUID responseId) {
        return response(202, request, responseId, clock.instant(), null, "Pending")
                .with("Location", PublicPath.of(request, ApiPaths.ASSOCIATIONS + '/' + responseId))
                .with("Retry-After", retryAfter);
    }

    /** With the outcome's own time, so that a repeat gets the same response to the letter. */
    Response replied(HttpServletRequest request, TellerEvent reply) {
        return business(request, reply.getCorrelationId(), reply.getOccurredAt(), ResponseCode.of(reply));
    }

    /** The same response as the request itself would get. */
    Response status(HttpServletRequest request, AssociationStatus status) {
        if (!status.state().isDecided()) {
            return pending(request, status.correlationId());
        }
        return business(
                request,
                status.correlationId(),
                Objects.requireNonNullElseGet(status.decidedAt(), clock::instant),
                ResponseCode.of(
                        Objects.requireNonNullElse(status.reason(), ""),
                        Objects.requireNonNull(status.responseCode())));
    }

    @Override
    public Response of(Problem problem, @Nullable String named, HttpServletRequest request) {
        String message = problem.message(Objects.requireNonNullElse(named, TENANT_KIND));
        if (problem == Problem.INTERNAL_ERROR) {
            return business(request, ResponseCode.GENERAL_FAILURE);
        }
        // about the transport, not about the business: no response code
        return response(problem.status(), request, UUID.randomUUID(), clock.instant(), null, message);
    }

    private static Response response(
            int status,
            HttpServletRequest request,
            UUID responseId,
            Instant time,
            @Nullable Integer code,
            @Nullable String description) {
        Metadata metadata = new Metadata(
                request.getHeader(RequestIdFilter.HEADER), responseId, SEVEN_DIGITS.format(time), code, description);
        return Response.of(status, code == null ? "none" : code.toString(), new Body(metadata))
                .with("X-GD-ResponseId", responseId.toString());
    }
}
