package io.caseline.gateway.tellers;

import io.caseline.gateway.intake.StatusQuestions;
import io.caseline.gateway.replies.Waiters;
import io.caseline.gateway.tellers.AssociationStatusClient.AssociationStatus;
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
                AssociationStatuses::isDecided,
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

    /** A state newer than this gateway is not decided as far as it knows. */
    static boolean isDecided(AssociationStatus status) {
        return status.responseCode() != null
                && (status.state().equals("ASSOCIATED") || status.state().equals("REJECTED"));
    }
}
