package io.caseline.cases.amendment;

import io.caseline.cases.ledger.CaseState;
import java.util.UUID;

/** Only the content of a failed submission can be seen and amended. */
public final class NotFailedException extends RuntimeException {
    NotFailedException(UUID correlationId, CaseState state) {
        super("Submission " + correlationId + " is " + state + ", not FAILED");
    }
}
