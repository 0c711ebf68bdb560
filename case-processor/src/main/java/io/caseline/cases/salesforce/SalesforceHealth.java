package io.caseline.cases.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
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

    private final InstantSource time;
    private State state = State.FINE;
    private String code = "";
    private Instant since;

    SalesforceHealth(InstantSource time, MeterRegistry meters) {
        this.time = time;
        this.since = time.instant();
        Gauge.builder("caseline.salesforce.held", this, health -> health.isFine() ? 0 : 1)
                .description("1 while trouble with Salesforce holds the submission of cases")
                .register(meters);
    }

    /** @throws SalesforceTrouble while nobody should ask the org */
    synchronized void check() {
        if (state == State.HELD) {
            throw new SalesforceTrouble(code);
        }
    }

    /** The org has answered; an answer to a call that began before the trouble says nothing. */
    synchronized void answered() {
        if (state == State.TRYING) {
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
        Health.Builder health = Health.up().withDetail("state", state.name()).withDetail("since", since);
        return code.isEmpty() ? health.build() : health.withDetail("code", code).build();
    }

    private void become(State newState, String newCode) {
        state = newState;
        code = newCode;
        since = time.instant();
    }
}
