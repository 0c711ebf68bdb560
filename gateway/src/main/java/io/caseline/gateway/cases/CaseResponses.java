package io.caseline.gateway.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caseline.gateway.ApiPaths;
import io.caseline.gateway.http.Problem;
import io.caseline.gateway.http.PublicPath;
import io.caseline.gateway.http.Response;
import io.caseline.messages.CaseEvent;
import io.caseline.schemas.CaseStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every response of Add Customer Care Case, in the BaaS envelope. */
final class CaseResponses implements Problem.Envelope {
    /** What this API calls its tenants. */
    static final String TENANT_KIND = "program";

    private static final Detail SUCCESS = new Detail(0, 0, "Success", null);

    /** The reason for a case that an operator has discarded. */
    private static final String DISCARDED = "DISCARDED";

    private final String retryAfter;

    CaseResponses(String retryAfter) {
        this.retryAfter = retryAfter;
    }

    record Detail(
            int code,
            int subCode,
            String description,
            @Nullable String url) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Body(
            @Nullable String caseNumber,
            @Nullable UUID correlationId,
            @Nullable Status status,
            @Nullable String reason,
            @Nullable String caseStatus,
            @Nullable Boolean closed,
            List<Detail> responseDetails) {}

    enum Status {
        Pending,
        Created,
        Failed
    }

    Response replied(HttpServletRequest request, CaseEvent reply) {
        return switch (reply.getType()) {
            case CREATED -> Response.of(200, "0", created(reply.getCorrelationId(), reply.getCaseNumber()));
            case FAILED -> noCase(request, reply, reply.getFailureCode());
            case DISCARDED -> noCase(request, reply, DISCARDED);
            // no outcomes
            case RECEIVED, CHANGED, CLOSED, REOPENED, DELETED, RESTORED, MERGED, UNKNOWN ->
                pending(request, reply.getProgramCode(), reply.getCorrelationId());
        };
    }

    private static Response noCase(HttpServletRequest request, CaseEvent reply, @Nullable String reason) {
        return Response.of(202, "0", failed(reply.getCorrelationId(), reason))
                .with("Location", location(request, reply.getProgramCode(), reply.getCorrelationId()));
    }

    Response pending(HttpServletRequest request, String programCode, UUID correlationId) {
        return Response.of(202, "0", body(null, correlationId, Status.Pending, null))
                .with("Location", location(request, programCode, correlationId))
                .with("Retry-After", retryAfter);
    }

    Response status(CaseStatus status) {
        return switch (status.state()) {
            case CREATED ->
                Response.of(
                        200,
                        "0",
                        new Body(
                                status.caseNumber(),
                                status.correlationId(),
                                Status.Created,
                                null,
                                status.caseStatus(),
                                status.closed(),
                                List.of(SUCCESS)));
            case FAILED -> Response.of(200, "0", failed(status.correlationId(), status.failureCode()));
            case DISCARDED -> Response.of(200, "0", failed(status.correlationId(), DISCARDED));
            case RECEIVED, UNKNOWN ->
                Response.of(200, "0", body(null, status.correlationId(), Status.Pending, null))
                        .with("Retry-After", retryAfter);
        };
    }

    Response refused(List<Violation> violations) {
        return Response.of(
                400,
                Integer.toString(violations.getFirst().code().number),
                new Body(
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        violations.stream()
                                .map(violation -> new Detail(violation.code().number, 0, violation.description(), null))
                                .toList()));
    }

    @Override
    public Response of(Problem problem, @Nullable String named, HttpServletRequest request) {
        String message = problem.message(Objects.requireNonNullElse(named, TENANT_KIND));
        return switch (problem) {
            case UNKNOWN_PROGRAM -> refused(List.of(new Violation(Violation.Code.PROGRAM, message)));
            case INVALID_ID -> refused(List.of(Violation.invalid("correlationId")));
            default -> Response.of(problem.status(), "none", error(problem.status(), message));
        };
    }

    private static String location(HttpServletRequest request, String programCode, UUID correlationId) {
        return PublicPath.of(request, ApiPaths.PROGRAMS + '/' + programCode + ApiPaths.CASES + '/' + correlationId);
    }

    private static Body created(UUID correlationId, @Nullable String caseNumber) {
        return body(caseNumber, correlationId, Status.Created, null);
    }

    /** Only the failure's code: Salesforce's text may quote what the customer said. */
    private static Body failed(UUID correlationId, @Nullable String reason) {
        return body(null, correlationId, Status.Failed, reason);
    }

    private static Body body(@Nullable String caseNumber, UUID correlationId, Status status, @Nullable String reason) {
        return new Body(caseNumber, correlationId, status, reason, null, null, List.of(SUCCESS));
    }

    private static Body error(int status, String description) {
        return new Body(null, null, null, null, null, null, List.of(new Detail(status, 0, description, null)));
    }
}
