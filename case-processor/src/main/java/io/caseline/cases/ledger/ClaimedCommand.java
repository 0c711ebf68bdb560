package io.caseline.cases.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command that this instance alone may send to Salesforce, until it saves a decision or releases the claim.
 *
 * @param claim number of the claim, new for each: a refusal counts only under the claim that it was made with
 * @param tries calls so far that left the command without an outcome
 * @param lastCode why the last of them did; null after none
 */
public record ClaimedCommand(
        CaseCommand command,
        long claim,
        int tries,
        @Nullable String lastCode) {

    public UUID correlationId() {
        return command.correlationId();
    }

    public String programCode() {
        return command.programCode();
    }
}
