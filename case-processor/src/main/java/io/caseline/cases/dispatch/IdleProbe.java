package io.caseline.cases.dispatch;

import io.caseline.cases.faults.CallFailure;
import io.caseline.cases.ledger.LedgerStats;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.Permit;
import io.caseline.cases.salesforce.SalesforceCircuitBreaker.State;
import io.caseline.cases.salesforce.SalesforceClient;
import org.springframework.stereotype.Component;

/**
 * Probes the org while all calls are held and no command is there for a probe. Without it, what waits for the end of the
 * hold, such as a replay, would wait for live traffic.
 */
@Component
class IdleProbe {
    private final SalesforceClient salesforce;
    private final SalesforceCircuitBreaker breaker;
    private final LedgerStats stats;

    IdleProbe(SalesforceClient salesforce, SalesforceCircuitBreaker breaker, LedgerStats stats) {
        this.salesforce = salesforce;
        this.breaker = breaker;
        this.stats = stats;
    }

    /** The call is made in a thread of its own. */
    void probe() {
        if (breaker.state() != State.OPEN || stats.withoutOutcome() > 0) {
            return;
        }
        Permit permit = breaker.tryAcquire();
        if (permit == Permit.PROBE) {
            Thread.startVirtualThread(() -> probe(permit));
        }
    }

    private void probe(Permit permit) {
        try {
            salesforce.probe();
            breaker.succeeded(permit);
        } catch (RuntimeException e) {
            breaker.failed(permit, CallFailure.of(e, true).code());
        }
    }
}
