package io.caseline.gateway.cases;

import io.caseline.gateway.cases.CaseStatusClient.CaseStatus;
import io.caseline.gateway.intake.StatusQuestions;
import io.caseline.gateway.replies.Waiters;
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
                CaseStatuses::isDecided,
                waiters,
                clock);
    }

    /** As {@link StatusQuestions#find}: waits. */
    Optional<CaseStatus> find(UUID correlationId, String programCode, String authorization, Duration wait) {
        return questions.find(
                programCode, correlationId, wait, cases -> cases.status(correlationId, programCode, authorization));
    }

    /** A state newer than this gateway is not decided as far as it knows. */
    private static boolean isDecided(CaseStatus status) {
        return switch (status.state()) {
            case "Created", "Failed", "Discarded" -> true;
            default -> false;
        };
    }
}
