package io.caseline.tellers.association;

import io.caseline.schemas.AssociationReason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the rules say of a command. */
sealed interface Decision {

    /**
     * The card becomes the teller's.
     *
     * @param replaced account of the card that was the teller's until now
     * @param feePlan the account's fee plan until now
     */
    record Associate(UUID account, @Nullable UUID replaced, String feePlan) implements Decision {
        /** Whether the account is to be put on the Employee plan, or is on it already. */
        boolean changesFeePlan() {
            return !TellerRules.EMPLOYEE_PLAN.equals(feePlan);
        }
    }

    /** @param account the account of the card, where it was found */
    record Rejected(AssociationReason reason, @Nullable UUID account) implements Decision {}
}
