package io.caseline.tellers.feeplans;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Where fee plans are stored: in this database, or at a card core. */
public interface FeePlans {

    /** @param from the plan until now */
    record Change(UUID correlationId, UUID account, String from, String to) {}

    /**
     * Makes all the changes and writes their history in the caller's transaction, which holds the locks of the accounts.
     * Each account has at most one change.
     *
     * @throws FeePlanChangesRefusedException if one or more are refused; the transaction must be rolled back
     * @throws CardCoreUnavailableException if it is unknown whether they were made; the same changes must be requested again
     */
    void change(List<Change> changes, Instant now);

    /** Whether fee plans are changed elsewhere, too, so that the directory must update the copy in this database. */
    boolean areChangedElsewhere();
}
