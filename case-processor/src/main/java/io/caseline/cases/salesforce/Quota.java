package io.caseline.cases.salesforce;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What is left of the org's API calls of the last 24 hours, as Salesforce's latest answer said. */
@Component
class Quota {
    /** Trouble code while only the reserve is left. */
    static final String RESERVE_REACHED = "QUOTA_RESERVE_REACHED";

    /** Why replays wait while what is left above the reserve is for live traffic. */
    static final String REPLAY_RESERVE_REACHED = "QUOTA_REPLAY_RESERVE_REACHED";

    private static final Logger log = LoggerFactory.getLogger(Quota.class);

    private static final Pattern USAGE = Pattern.compile("(?<![\\w-])api-usage=(\\d{1,18})/(\\d{1,18})");

    private final int reservePercent;
    private final int replayReservePercent;
    private volatile @Nullable Calls calls;

    private volatile @Nullable Instant nextLook;
    private volatile boolean replayRefused;

    /** @param max calls that the org has in 24 hours */
    record Calls(long left, long max) {}

    Quota(SalesforceSettings settings, MeterRegistry meters) {
        this.reservePercent = settings.quota().reservePercent();
        this.replayReservePercent = settings.quota().replayReservePercent();
        gauge(meters, "caseline.salesforce.calls.left", "API calls that the org has left of its 24 hours", Calls::left);
        gauge(meters, "caseline.salesforce.calls.max", "API calls that the org has in 24 hours", Calls::max);
        Gauge.builder("caseline.salesforce.replays.held", this, quota -> quota.areReplaysHeld() ? 1 : 0)
                .description("1 while replays wait, as the API calls that are left are for live traffic")
                .register(meters);
    }

    private void gauge(MeterRegistry meters, String name, String description, ToLongFunction<Calls> value) {
        Gauge.builder(name, this, quota -> quota.measure(value))
                .description(description)
                .register(meters);
    }

    private double measure(ToLongFunction<Calls> value) {
        Calls known = calls;
        return known == null ? Double.NaN : value.applyAsLong(known);
    }

    /** @throws SalesforceTrouble if a call would take from the reserve */
    void check() {
        if (isReserveReached()) {
            throw new SalesforceTrouble(RESERVE_REACHED);
        }
    }

    /**
     * For a replay's call, before {@link #check}.
     *
     * @throws SalesforceTrouble if the calls that are left are for live traffic
     */
    void checkForReplays() {
        boolean refused = isDownTo(replayReservePercent);
        if (refused != replayRefused) {
            replayRefused = refused;
            log.warn(refused ? "Replays wait: {}" : "Replays go on after {}", REPLAY_RESERVE_REACHED);
        }
        if (refused) {
            throw new SalesforceTrouble(REPLAY_RESERVE_REACHED);
        }
    }

    boolean isReserveReached() {
        return isDownTo(reservePercent);
    }

    /** Whether a replay has been refused, and would be still. */
    boolean areReplaysHeld() {
        return replayRefused && isDownTo(replayReservePercent);
    }

    private boolean isDownTo(int percent) {
        Calls known = calls;
        return known != null && known.left() <= part(known, percent);
    }

    /** Takes an answer's {@code Sforce-Limit-Info}, such as {@code api-usage=18/5000}. */
    void read(@Nullable String limitInfo) {
        Matcher usage = USAGE.matcher(limitInfo == null ? "" : limitInfo);
        if (usage.find()) {
            long max = Long.parseLong(usage.group(2));
            know(max - Long.parseLong(usage.group(1)), max);
        }
    }

    void know(long left, long max) {
        calls = new Calls(left, max);
    }

    /** Salesforce has refused a call because none is left, whatever its count says. */
    void exhausted() {
        Calls known = calls;
        calls = new Calls(0, known == null ? 0 : known.max());
    }

    void lookAgainAt(Instant time) {
        nextLook = time;
    }

    /**
     * For the health endpoint: how many are left, how many of them for others and how many not for replays, and until
     * when at least this one or its replays wait.
     */
    Map<String, Object> details() {
        Calls known = calls;
        if (known == null) {
            return Map.of();
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("callsLeft", known.left());
        details.put("callsMax", known.max());
        details.put("callsReserved", part(known, reservePercent));
        details.put("callsReservedFromReplays", part(known, replayReservePercent));
        Instant look = nextLook;
        if (areReplaysHeld()) {
            details.put("replaysHeld", REPLAY_RESERVE_REACHED);
            if (look != null) {
                details.put("replaysHeldAtLeastUntil", look);
            }
        }
        if (look != null && isReserveReached()) {
            details.put("heldAtLeastUntil", look);
        }
        return details;
    }

    private static long part(Calls known, int percent) {
        return known.max() * percent / 100;
    }
}
