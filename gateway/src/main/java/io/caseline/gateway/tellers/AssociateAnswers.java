package io.caseline.gateway.tellers;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caseline.gateway.intake.Answer;
import io.caseline.gateway.intake.Intake;
import io.caseline.gateway.intake.RequestIdFilter;
import io.caseline.schemas.AssociationStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every answer of Associate Retail Chain User With Card, in the document's metadata and headers. */
final class AssociateAnswers implements Intake.Refusals {
    private static final DateTimeFormatter SEVEN_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private final String retryAfter;

    AssociateAnswers(InstantSource clock, String retryAfter) {
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

    /** A business answer: always HTTP 200. */
    Answer business(HttpServletRequest request, UUID responseId, Instant time, Response response) {
        return answer(200, request, responseId, time, response.code(), response.description())
                .with("X-GD-ResponseCode", Integer.toString(response.code()));
    }

    Answer business(HttpServletRequest request, Response response) {
        return business(request, UUID.randomUUID(), clock.instant(), response);
    }

    /** Accepted; the question at {@code Location}, or the same request sent again, gets the outcome. */
    Answer pending(HttpServletRequest request, UUID responseId) {
        return answer(202, request, responseId, clock.instant(), null, "Pending")
                .with("Location", AssociateServlet.PATH + '/' + responseId)
                .with("Retry-After", retryAfter);
    }

    /** What the request itself would have been answered, with the outcome's own time. */
    Answer status(HttpServletRequest request, AssociationStatus status) {
        if (!status.state().isDecided()) {
            return pending(request, status.correlationId());
        }
        return business(
                request,
                status.correlationId(),
                Objects.requireNonNullElseGet(status.decidedAt(), clock::instant),
                Response.of(
                        Objects.requireNonNullElse(status.reason(), ""),
                        Objects.requireNonNull(status.responseCode())));
    }

    Answer badId(HttpServletRequest request) {
        return technical(400, request, "The id in the path is no GUID");
    }

    Answer notFound(HttpServletRequest request) {
        return technical(404, request, "No request of this merchant has this id");
    }

    Answer statusUnavailable(HttpServletRequest request) {
        return technical(503, request, "The outcome is not available at the moment")
                .with("Retry-After", retryAfter);
    }

    Answer overRate(HttpServletRequest request) {
        return technical(429, request, "The merchant's rate is exceeded; nothing was accepted");
    }

    Answer unavailable(HttpServletRequest request) {
        return technical(503, request, "The request could not be made durable; send the same request again")
                .with("Retry-After", retryAfter);
    }

    Answer forbidden(HttpServletRequest request) {
        return technical(403, request, "The token is not for this merchant")
                .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
    }

    @Override
    public String operation() {
        return "associate";
    }

    @Override
    public Answer busy(HttpServletRequest request) {
        return technical(503, request, "Too many requests are being answered; nothing was accepted");
    }

    @Override
    public Answer notJson(HttpServletRequest request) {
        return technical(415, request, "The request body must be JSON");
    }

    @Override
    public Answer tooLarge(HttpServletRequest request) {
        return technical(413, request, "The request body is too large");
    }

    @Override
    public Answer tooSlow(HttpServletRequest request) {
        return technical(408, request, "The request body did not arrive in time");
    }

    @Override
    public Answer failed(HttpServletRequest request) {
        return business(request, Response.GENERAL_FAILURE);
    }

    /** An answer about the transport, not about the business: it has no response code. */
    private Answer technical(int status, HttpServletRequest request, String description) {
        return answer(status, request, UUID.randomUUID(), clock.instant(), null, description);
    }

    private static Answer answer(
            int status,
            HttpServletRequest request,
            UUID responseId,
            Instant time,
            @Nullable Integer code,
            @Nullable String description) {
        Metadata metadata = new Metadata(
                request.getHeader(RequestIdFilter.HEADER), responseId, SEVEN_DIGITS.format(time), code, description);
        return Answer.of(status, code == null ? "none" : code.toString(), new Body(metadata))
                .with("X-GD-ResponseId", responseId.toString());
    }
}
