package io.caseline.cases.ledger;

import io.caseline.cases.ledger.Claims.Traffic;
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
        @Nullable String lastCode,
        Traffic traffic) {

    /** One of live traffic. */
    public ClaimedCommand(CaseCommand command, long claim, int tries, @Nullable String lastCode) {
        this(command, claim, tries, lastCode, Traffic.LIVE);
    }

    public UUID correlationId() {
        return command.correlationId();
    }

    public boolean isReplayed() {
        return traffic == Traffic.REPLAY;
    }

    public String programCode() {
        return command.programCode();
    }
}
