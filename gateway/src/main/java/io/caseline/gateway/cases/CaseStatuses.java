package io.caseline.gateway.cases;

import io.caseline.gateway.intake.StatusQuestions;
import io.caseline.gateway.replies.Waiters;
import io.caseline.schemas.CaseStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks cases up at case-processor. */
@Component
class CaseStatuses {
    private final StatusQuestions<CaseStatusClient, CaseStatus> questions;

    CaseStatuses(CaseSettings settings, Waiters waiters, InstantSource clock) {
        CaseSettings.Cases cases = settings.cases();
        questions = new StatusQuestions<>(
                CaseStatusClient.class,
                new StatusQuestions.Source(
                        cases.statusUrl(), cases.statusTimeout(), cases.recordedWithin(), cases.statusPoll()),
                status -> status.state().isDecided(),
                waiters,
                clock);
    }

    /** As {@link StatusQuestions#find}: waits. */
    Optional<CaseStatus> find(UUID correlationId, String programCode, String authorization, Duration wait) {
        return questions.find(
                programCode, correlationId, wait, cases -> cases.status(correlationId, programCode, authorization));
    }
}
