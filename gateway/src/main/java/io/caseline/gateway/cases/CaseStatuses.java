package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CaseStatusClient.CaseStatus;
import io.caseline.gateway.intake.StatusQuestions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks cases up at case-processor. */
@Component
class CaseStatuses {
    private final StatusQuestions<CaseStatusClient, CaseStatus> questions;

    CaseStatuses(CaseSettings settings, InstantSource clock) {
        CaseSettings.Cases cases = settings.cases();
        questions = new StatusQuestions<>(
                CaseStatusClient.class,
                new StatusQuestions.Source(
                        cases.statusUrl(), cases.statusTimeout(), cases.recordedWithin(), cases.statusPoll()),
                CaseStatuses::isFinal,
                clock);
    }

    /** As {@link StatusQuestions#find}: waits. */
    Optional<CaseStatus> find(UUID correlationId, String programCode, String authorization, Duration wait) {
        return questions.find(cases -> cases.status(correlationId, programCode, authorization), wait);
    }

    private static boolean isFinal(CaseStatus status) {
        return !status.state().equals("Received") && !status.state().equals("Replaying");
    }
}
