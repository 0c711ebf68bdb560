package io.caseline.gateway.cases;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.caseline.gateway.intake.Answer;
import io.caseline.gateway.intake.Intake;
import io.caseline.messages.CaseEvent;
import io.caseline.schemas.CaseStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Every answer of Add Customer Care Case, in the BaaS envelope. */
final class CaseAnswers implements Intake.Refusals {
    private static final Detail SUCCESS = new Detail(0, 0, "Success", null);

    /** The reason that a partner gets for a case that an operator has given up. */
    private static final String DISCARDED = "DISCARDED";

    private final String retryAfter;

    CaseAnswers(String retryAfter) {
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
            List<Detail> responseDetails) {}

    enum Status {
        Pending,
        Created,
        Failed
    }

    Answer outcome(CaseEvent event, String programCode) {
        return switch (event.getType()) {
            case CREATED -> Answer.of(200, "0", created(event.getCorrelationId(), event.getCaseNumber()));
            case FAILED ->
                Answer.of(202, "0", failed(event.getCorrelationId(), event.getFailureCode()))
                        .with("Location", location(programCode, event.getCorrelationId()));
            case UNKNOWN -> pending(programCode, event.getCorrelationId());
        };
    }

    Answer pending(String programCode, UUID correlationId) {
        return Answer.of(202, "0", body(null, correlationId, Status.Pending, null))
                .with("Location", location(programCode, correlationId))
                .with("Retry-After", retryAfter);
    }

    Answer status(CaseStatus status) {
        return switch (status.state()) {
            case CREATED -> Answer.of(200, "0", created(status.correlationId(), status.caseNumber()));
            case FAILED -> Answer.of(200, "0", failed(status.correlationId(), status.failureCode()));
            case DISCARDED -> Answer.of(200, "0", failed(status.correlationId(), DISCARDED));
            case RECEIVED, UNKNOWN ->
                Answer.of(200, "0", body(null, status.correlationId(), Status.Pending, null))
                        .with("Retry-After", retryAfter);
        };
    }

    Answer refused(List<Fault> faults) {
        return Answer.of(
                400,
                Integer.toString(faults.getFirst().code().number),
                new Body(
                        null,
                        null,
                        null,
                        null,
                        faults.stream()
                                .map(fault -> new Detail(fault.code().number, 0, fault.description(), null))
                                .toList()));
    }

    Answer notFound() {
        return failure(404, "No case of this program has this id");
    }

    Answer forbidden() {
        return failure(403, "The token is not for this program")
                .with("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
    }

    Answer overRate() {
        return failure(429, "The program's rate is exceeded; nothing was accepted");
    }

    Answer unavailable(String what) {
        return failure(503, what).with("Retry-After", retryAfter);
    }

    @Override
    public String operation() {
        return "case";
    }

    @Override
    public Answer busy(HttpServletRequest request) {
        return unavailable("Too many requests are being answered; nothing was accepted");
    }

    @Override
    public Answer notJson(HttpServletRequest request) {
        return failure(415, "The request body must be JSON");
    }

    @Override
    public Answer tooLarge(HttpServletRequest request) {
        return failure(413, "The request body is too large");
    }

    @Override
    public Answer tooSlow(HttpServletRequest request) {
        return failure(408, "The request body did not arrive in time");
    }

    @Override
    public Answer failed(HttpServletRequest request) {
        return failure(500, "The request could not be processed");
    }

    static String location(String programCode, UUID correlationId) {
        return "/programs/" + programCode + "/customerCare/cases/" + correlationId;
    }

    private static Body created(UUID correlationId, @Nullable String caseNumber) {
        return body(caseNumber, correlationId, Status.Created, null);
    }

    /** Of the failure only its code: no text of Salesforce's, which may quote what the customer said. */
    private static Body failed(UUID correlationId, @Nullable String failureCode) {
        return body(null, correlationId, Status.Failed, failureCode);
    }

    private static Body body(@Nullable String caseNumber, UUID correlationId, Status status, @Nullable String reason) {
        return new Body(caseNumber, correlationId, status, reason, List.of(SUCCESS));
    }

    private static Answer failure(int status, String description) {
        return Answer.of(
                status, "none", new Body(null, null, null, null, List.of(new Detail(status, 0, description, null))));
    }
}
