package io.caseline.cases.replay;

import io.caseline.cases.dispatch.Holds;
import io.caseline.cases.salesforce.CallBudget;
import io.caseline.cases.salesforce.SalesforceClient;
import io.caseline.cases.salesforce.SalesforceException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Looks cases up in Salesforce, as soon as a replay may make calls. */
@Component
class CaseLookUp {
    private static final Logger log = LoggerFactory.getLogger(CaseLookUp.class);

    /** Cases that one call looks up at most. */
    static final int LIMIT = 800;

    private final SalesforceClient salesforce;
    private final CallBudget budget;
    private final Holds holds;

    CaseLookUp(SalesforceClient salesforce, CallBudget budget, Holds holds) {
        this.salesforce = salesforce;
        this.budget = budget;
        this.holds = holds;
    }

    /** Waits a while, or throws if there is nothing to wait for any more. */
    interface Wait {
        void because(String problem) throws InterruptedException;
    }

    /** Those that exist in the org. */
    Set<UUID> existing(Collection<UUID> correlationIds, Wait wait) throws InterruptedException {
        while (true) {
            Optional<String> held = holds.replaysHeldBy();
            if (held.isPresent()) {
                wait.because(held.get());
                continue;
            }
            if (!budget.tryTake()) {
                wait.because("Calls wait for the pace that the quota allows");
                continue;
            }
            try {
                return salesforce.find(correlationIds).keySet();
            } catch (SalesforceException e) {
                log.info("Cases cannot be looked up now; retrying: {}", e.toString());
                wait.because("Salesforce does not respond");
            }
        }
    }
}
