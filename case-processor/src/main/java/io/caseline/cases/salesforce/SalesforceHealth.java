package io.caseline.cases.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether the org can be asked, for everybody who wants to: fine, held after trouble, or being tried again. It stays UP
 * for the health endpoint, as a restart of this application would help nobody.
 */
@Component("salesforce")
public class SalesforceHealth implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(SalesforceHealth.class);

    enum State {
        FINE,
        HELD,
        TRYING
    }

    private final Quota quota;
    private final OrgCheck orgCheck;
    private final InstantSource time;
    private State state = State.FINE;
    private String code = "";
    private Instant since;
    private @Nullable Thread probe;

    SalesforceHealth(Quota quota, OrgCheck orgCheck, InstantSource time, MeterRegistry meters) {
        this.quota = quota;
        this.orgCheck = orgCheck;
        this.time = time;
        this.since = time.instant();
        Gauge.builder("caseline.salesforce.held", this, health -> health.isFine() ? 0 : 1)
                .description("1 while trouble with Salesforce holds the submission of cases")
                .register(meters);
    }

    /**
     * Lets the caller ask the org. After a hold the first one probes, and the others wait until it knows. Who was let in
     * says {@link #answered} or {@link #trouble}, and in any case {@link #leave}.
     *
     * @throws SalesforceTrouble while nobody should ask
     */
    synchronized void enter() {
        try {
            while (state == State.TRYING && probe != null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SalesforceTrouble(code);
        }
        if (state == State.HELD) {
            throw new SalesforceTrouble(code);
        }
        if (state == State.TRYING) {
            probe = Thread.currentThread();
        }
    }

    /** The org has answered; an answer to a call that began before the trouble says nothing. */
    synchronized void answered() {
        if (isProbe()) {
            log.info("Salesforce is back after {}, held since {}", code, since);
            become(State.FINE, "");
        }
    }

    synchronized void trouble(String newCode) {
        if (state == State.FINE || !newCode.equals(code)) {
            log.warn("Trouble with Salesforce: {}. Cases wait in Kafka; none fails", newCode);
        }
        Instant began = state == State.FINE ? time.instant() : since;
        become(State.HELD, newCode);
        since = began;
    }

    synchronized void leave() {
        if (isProbe()) {
            probe = null;
            notifyAll();
        }
    }

    /** The hold is over: whoever comes next tries. */
    public synchronized void tryAgain() {
        if (state == State.HELD) {
            state = State.TRYING;
        }
    }

    public synchronized boolean isFine() {
        return state == State.FINE;
    }

    @Override
    public synchronized Health health() {
        Health.Builder health = Health.up()
                .withDetail("state", state.name())
                .withDetail("since", since)
                .withDetails(quota.details());
        if (!code.isEmpty()) {
            health.withDetail("code", code);
        }
        if (!orgCheck.problems().isEmpty()) {
            health.withDetail("problems", orgCheck.problems());
        }
        return health.build();
    }

    /** Whether the caller is the one who tries for all. */
    synchronized boolean isProbe() {
        return Thread.currentThread().equals(probe);
    }

    private void become(State newState, String newCode) {
        state = newState;
        code = newCode;
        since = time.instant();
    }
}
