package io.caseline.gateway.tellers;

import io.caseline.gateway.intake.StatusQuestions;
import io.caseline.gateway.replies.Waiters;
import io.caseline.schemas.AssociationStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks requests up at teller-processor. */
@Component
class AssociationStatuses {
    private final StatusQuestions<AssociationStatusClient, AssociationStatus> questions;

    AssociationStatuses(AssociateSettings settings, Waiters waiters, InstantSource clock) {
        questions = new StatusQuestions<>(
                AssociationStatusClient.class,
                new StatusQuestions.Source(
                        settings.statusUrl(),
                        settings.statusTimeout(),
                        settings.recordedWithin(),
                        settings.statusPoll()),
                status -> status.state().isDecided(),
                waiters,
                clock);
    }

    /**
     * As {@link StatusQuestions#find}: waits.
     *
     * @param merchantId the merchant whose share of waiters the wait counts against
     */
    Optional<AssociationStatus> find(UUID correlationId, String merchantId, String authorization, Duration wait) {
        return questions.find(
                merchantId, correlationId, wait, associations -> associations.status(correlationId, authorization));
    }
}
