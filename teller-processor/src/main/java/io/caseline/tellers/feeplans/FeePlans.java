package io.caseline.tellers.feeplans;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who keeps the accounts' fee plans. */
public interface FeePlans {

    /** @param from the plan until now */
    record Change(UUID correlationId, UUID account, String from, String to) {}

    /**
     * Makes all the changes, each with its line of history, in the caller's transaction, which holds the locks of the
     * accounts. An account is in one change at most.
     *
     * @throws FeePlansRefused if one or more of them are refused; the transaction is to be rolled back
     * @throws CardCoreAway if nothing can be said of them now; the same changes are to be tried again later
     */
    void change(List<Change> changes, Instant now);

    /** Whether they change elsewhere too, so that this database has a copy which the directory brings up to date. */
    boolean changeElsewhere();
}
