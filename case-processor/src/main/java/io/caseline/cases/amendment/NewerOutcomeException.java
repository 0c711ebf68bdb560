package io.caseline.cases.amendment;

import java.util.UUID;

/** The submission has an outcome that whoever amends it has not seen. */
public final class NewerOutcomeException extends RuntimeException {
    NewerOutcomeException(UUID correlationId, int attempts) {
        super("Submission " + correlationId + " has a newer outcome: attempts is " + attempts);
    }
}
