package io.caseline.cases.salesforce;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * How many API calls may be made now. The pace is what the org has left of its 24 hours, less a reserve for its other
 * users, spread over a horizon and shared by the instances; short bursts may exceed it. While the pace limits calls, they wait
 * and fill up: the quota is spent on full calls.
 */
@Component
public class CallBudget {
    /** Code while only the reserve is left. */
    static final String RESERVE_REACHED = "QUOTA_RESERVE_REACHED";

    private static final Pattern USAGE = Pattern.compile("(?<![\\w-])api-usage=(\\d{1,18})/(\\d{1,18})");
    private static final double SMALLEST_BURST = 20;

    private final SalesforceSettings.DailyCalls settings;
    private final LongSupplier nanoTime;
    private final Counter paced;
    private volatile @Nullable Calls calls;
    private volatile @Nullable Instant nextLook;
    private volatile int instances = 1;
    private double tokens = SMALLEST_BURST;
    private long refilled;
    private boolean limiting;

    /** @param max calls that the org has in 24 hours */
    record Calls(long left, long max) {}

    @Autowired
    CallBudget(SalesforceSettings settings, MeterRegistry meters) {
        this(settings, meters, System::nanoTime);
    }

    CallBudget(SalesforceSettings settings, MeterRegistry meters, LongSupplier nanoTime) {
        this.settings = settings.quota();
        this.nanoTime = nanoTime;
        this.refilled = nanoTime.getAsLong();
        this.paced = Counter.builder("caseline.salesforce.calls.paced")
                .description("Times that calls had to wait for the pace that the quota allows")
                .register(meters);
        gauge(meters, "caseline.salesforce.calls.left", "API calls that the org has left of its 24 hours", Calls::left);
        gauge(meters, "caseline.salesforce.calls.max", "API calls that the org has in 24 hours", Calls::max);
        gauge(meters, "caseline.salesforce.calls.reserved", "API calls left to the org's other users", this::reserve);
        Gauge.builder("caseline.salesforce.calls.pace", this, CallBudget::pace)
                .description("API calls a second that this instance may make; NaN while the quota is not known")
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToLongFunction<Calls> value) {
        Gauge.builder(name, this, budget -> budget.measure(value))
                .description(description)
                .register(meters);
    }

    private double measure(ToLongFunction<Calls> value) {
        Calls known = calls;
        return known == null ? Double.NaN : value.applyAsLong(known);
    }

    /** How many instances share the pace. */
    public void shareAmong(int live) {
        instances = Math.max(1, live);
    }

    /** Takes one call from the budget, if the pace allows it. */
    public synchronized boolean tryTake() {
        refill();
        boolean allowed = calls == null || tokens >= 1;
        if (!allowed && !limiting) {
            paced.increment();
        }
        limiting = !allowed;
        if (allowed) {
            tokens--;
        }
        return allowed;
    }

    /** Takes a call that follows from another one and cannot wait. */
    public synchronized void take() {
        refill();
        tokens--;
    }

    /** Gives a call back that was not made. */
    public synchronized void giveBack() {
        tokens++;
    }

    /** Whether calls wait for the pace. */
    public synchronized boolean isLimiting() {
        return limiting;
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        double pace = pace();
        if (Double.isNaN(pace)) {
            tokens = SMALLEST_BURST;
        } else {
            double burst = Math.max(SMALLEST_BURST, pace * settings.burst().toSeconds());
            tokens = Math.min(burst, tokens + pace * (now - refilled) / 1e9);
        }
        refilled = now;
    }

    private double pace() {
        Calls known = calls;
        if (known == null) {
            return Double.NaN;
        }
        double free = Math.max(0, known.left() - reserve(known));
        return free / settings.horizon().toSeconds() / instances;
    }

    /** @throws SalesforceUnavailableException if a call would take from the reserve */
    void check() {
        if (isReserveReached()) {
            throw new SalesforceUnavailableException(RESERVE_REACHED);
        }
    }

    boolean isReserveReached() {
        Calls known = calls;
        return known != null && known.left() <= reserve(known);
    }

    private long reserve(Calls known) {
        return known.max() * settings.reservePercent() / 100;
    }

    /** Whether there are more calls left than those that are kept for live traffic and the org's other users. */
    public boolean allowsReplays() {
        Calls known = calls;
        return known == null || known.left() > reserve(known) + known.max() * settings.liveReservePercent() / 100;
    }

    /** Reads a response's {@code Sforce-Limit-Info}, such as {@code api-usage=18/5000}. */
    void read(@Nullable String limitInfo) {
        Matcher usage = USAGE.matcher(limitInfo == null ? "" : limitInfo);
        if (usage.find()) {
            long max = Long.parseLong(usage.group(2));
            update(max - Long.parseLong(usage.group(1)), max);
        }
    }

    synchronized void update(long left, long max) {
        boolean first = calls == null;
        calls = new Calls(left, max);
        if (first) {
            tokens = Math.max(SMALLEST_BURST, pace() * settings.burst().toSeconds());
        }
    }

    /** Salesforce has refused a call because none is left, regardless of its count. */
    void exhausted() {
        Calls known = calls;
        update(0, known == null ? 0 : known.max());
    }

    void lookAgainAt(Instant time) {
        nextLook = time;
    }

    /** Empty until the org has said how many calls it has left. */
    Optional<OrgStatus.Quota> quota() {
        return Optional.ofNullable(calls)
                .map(known -> new OrgStatus.Quota(known.left(), known.max(), reserve(known), pace(), allowsReplays()));
    }

    /** For the health endpoint: how many calls are left and reserved, and until when at least calls wait. */
    Map<String, Object> details() {
        Calls known = calls;
        if (known == null) {
            return Map.of();
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("callsLeft", known.left());
        details.put("callsMax", known.max());
        details.put("callsReserved", reserve(known));
        details.put("callsPerSecond", Math.round(pace() * 100) / 100.0);
        Instant look = nextLook;
        if (look != null && isReserveReached()) {
            details.put("heldAtLeastUntil", look);
        }
        return details;
    }
}
