package io.caseline.tellers.rules;

import io.caseline.schemas.AssociationReason;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the rules decide about a command. */
public sealed interface Decision {

    /**
     * The card becomes the teller's.
     *
     * @param replacedAccountId account of the teller's card until now
     * @param previousFeePlan the account's fee plan until now
     */
    record Associate(UUID accountId, @Nullable UUID replacedAccountId, String previousFeePlan) implements Decision {

        /** False if the account is on the Employee plan already. */
        public boolean changesFeePlan() {
            return !TellerRules.EMPLOYEE_PLAN.equals(previousFeePlan);
        }
    }

    /** @param accountId the account of the card, if it was found */
    record Reject(AssociationReason reason, @Nullable UUID accountId) implements Decision {}

    /**
     * The account is too young, and the command may wait.
     *
     * @param until when the account is old enough, and the command is decided again
     */
    record Defer(Instant until, UUID accountId) implements Decision {}
}
