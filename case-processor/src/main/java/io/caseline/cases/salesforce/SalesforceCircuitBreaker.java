package io.caseline.cases.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;
import org.springframework.util.backoff.BackOffExecution;

/**
 * Holds all calls while the org cannot be used, and probes with one call at a time until one passes. Health stays UP, as
 * a restart of this application would not help.
 */
@Component("salesforce")
public class SalesforceCircuitBreaker implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(SalesforceCircuitBreaker.class);

    /** Closed lets all calls pass, open none, half-open one: the probe. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final SalesforceSettings settings;
    private final CallBudget budget;
    private final OrgCheck orgCheck;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final MultiGauge hold;
    private State state = State.CLOSED;
    private String code = "";
    private Instant since;
    private BackOffExecution pauses;
    private long probeAt;

    @Autowired
    SalesforceCircuitBreaker(
            SalesforceSettings settings,
            CallBudget budget,
            OrgCheck orgCheck,
            InstantSource clock,
            MeterRegistry meters) {
        this(settings, budget, orgCheck, clock, System::nanoTime, meters);
    }

    SalesforceCircuitBreaker(
            SalesforceSettings settings,
            CallBudget budget,
            OrgCheck orgCheck,
            InstantSource clock,
            LongSupplier nanoTime,
            MeterRegistry meters) {
        this.settings = settings;
        this.budget = budget;
        this.orgCheck = orgCheck;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.since = clock.instant();
        this.pauses = settings.hold().backOff().start();
        Gauge.builder("caseline.salesforce.held", this, breaker -> breaker.state() == State.CLOSED ? 0 : 1)
                .description("1 while all calls to Salesforce are held")
                .register(meters);
        this.hold = MultiGauge.builder("caseline.salesforce.hold")
                .description("1 with the code for which all calls to Salesforce are held")
                .register(meters);
    }

    /** Whether a call may be made. After the call its outcome is reported with the same permit. */
    public enum Permit {
        CALL,
        /** The one call that finds out whether the org can be used again. */
        PROBE,
        DENIED
    }

    public synchronized Permit tryAcquire() {
        return switch (state) {
            case CLOSED -> Permit.CALL;
            case HALF_OPEN -> Permit.DENIED;
            case OPEN -> {
                if (nanoTime.getAsLong() - probeAt < 0) {
                    yield Permit.DENIED;
                }
                state = State.HALF_OPEN;
                yield Permit.PROBE;
            }
        };
    }

    /** The probe was not made after all. */
    public synchronized void giveBack(Permit permit) {
        if (permit == Permit.PROBE && state == State.HALF_OPEN) {
            state = State.OPEN;
        }
    }

    /** Only a probe closes the breaker: a call that began before it opened does not show that Salesforce is available now. */
    public synchronized void succeeded(Permit permit) {
        if (permit == Permit.PROBE && state == State.HALF_OPEN) {
            log.info("Salesforce is available again; calls were held since {}: {}", since, code);
            state = State.CLOSED;
            setCode("");
            since = clock.instant();
            pauses = settings.hold().backOff().start();
        }
    }

    /** @param cause Salesforce's code, or one of this application */
    public synchronized void failed(Permit permit, String cause) {
        if (state == State.CLOSED) {
            since = clock.instant();
        } else if (permit != Permit.PROBE) {
            return;
        }
        if (!cause.equals(code)) {
            log.warn("All calls to Salesforce are held: {}. Cases wait in the ledger; none fails", cause);
        }
        state = State.OPEN;
        setCode(cause);
        probeAt = nanoTime.getAsLong() + pauses.nextBackOff() * 1_000_000;
    }

    private void setCode(String cause) {
        if (cause.equals(code)) {
            return;
        }
        code = cause;
        hold.register(cause.isEmpty() ? List.of() : List.of(Row.of(Tags.of("code", cause), 1)), true);
    }

    public synchronized State state() {
        return state;
    }

    /** Why calls are held; empty while they are not. */
    public synchronized String code() {
        return code;
    }

    /** The next probe need not wait for the end of the pause. */
    public synchronized void probeNow() {
        probeAt = nanoTime.getAsLong();
    }

    public synchronized OrgStatus status() {
        return new OrgStatus(state, code, since, budget.quota().orElse(null), budget.isLimiting(), orgCheck.problems());
    }

    @Override
    public synchronized Health health() {
        Health.Builder health = Health.up()
                .withDetail("state", state.name())
                .withDetail("since", since)
                .withDetails(budget.details());
        if (!code.isEmpty()) {
            health.withDetail("code", code);
        }
        if (!orgCheck.problems().isEmpty()) {
            health.withDetail("problems", orgCheck.problems());
        }
        return health.build();
    }
}
